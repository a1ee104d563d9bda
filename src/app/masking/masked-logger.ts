import type { LogFields, Logger, LogLevel } from "../../core/log.ts";
import type { SecretMask } from "../../core/text/secret-mask.ts";

/** A log that is somebody else's, without the secrets that have been read so far. */
export function maskedLogger(log: Logger, secrets: SecretMask): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      const masked = Object.entries(fields).map(([name, value]) => [secrets.mask(name), secrets.maskValue(value)]);
      log[level](secrets.mask(message), Object.fromEntries(masked));
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
