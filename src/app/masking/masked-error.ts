import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { SecretMask } from "../../core/text/secret-mask.ts";
import { maskedJson } from "./masked-json.ts";

/** The same error without the secrets in its message, its hint and its details; what was thrown is its cause. */
export function maskedError(error: unknown, secrets: SecretMask): Error {
  const message = secrets.mask(messageOf(error));
  if (!(error instanceof AppError)) return new Error(message, { cause: error });
  const hint = error.hint === undefined ? {} : { hint: secrets.mask(error.hint) };
  const details = Object.fromEntries(
    Object.entries(error.details).map(([name, fact]) => [secrets.mask(name), maskedJson(fact, secrets)]),
  );
  return new AppError(error.code, message, { ...hint, cause: error, details });
}
