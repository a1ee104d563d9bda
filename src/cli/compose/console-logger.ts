import pc from "picocolors";
import { LOG_LEVELS, type Logger, type LogLevel } from "../../core/log.ts";

const PAINT: Readonly<Record<LogLevel, (text: string) => string>> = {
  debug: pc.dim,
  info: pc.cyan,
  warn: pc.yellow,
  error: pc.red,
};

export interface ConsoleLoggerOptions {
  /** The least level that is shown. */
  readonly level: LogLevel;
  readonly mask: (text: string) => string;
}

/** Lines on stderr: time (UTC), level, message, fields as JSON. */
export function consoleLogger({ level, mask }: ConsoleLoggerOptions): Logger {
  const least = LOG_LEVELS.indexOf(level);
  const write = (own: LogLevel) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    if (LOG_LEVELS.indexOf(own) < least) return;
    process.stderr.write(`${mask(logText({ at: new Date(), level: own, message, ...(fields && { fields }) }))}\n`);
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

/** One log line as people read it. */
export function logText(line: {
  readonly at: Date;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>> | null;
}): string {
  const fields = line.fields && Object.keys(line.fields).length > 0 ? ` ${pc.dim(JSON.stringify(line.fields))}` : "";
  const time = line.at.toISOString().slice(11, 19);
  return `${pc.dim(time)} ${PAINT[line.level](line.level.padEnd(5))} ${line.message}${fields}`;
}
