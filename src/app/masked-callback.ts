import type { CallbackContext } from "../callbacks/callback-context.ts";
import { AppError, messageOf } from "../core/errors/app-error.ts";
import type { SecretMask } from "../core/text/secret-mask.ts";

/**
 * Runs a callback whose options may hold secrets: what it throws and what it sends to people is
 * kept in the database and shown, so the secrets are taken out of it. (Its log lines are masked where logs are written.)
 */
export async function maskedCallback<T>(
  context: CallbackContext,
  secrets: SecretMask,
  run: (context: CallbackContext) => Promise<T>,
): Promise<T> {
  const { services } = context;
  const notify: typeof services.notify = (notice) =>
    services.notify({ ...notice, title: secrets.mask(notice.title), text: secrets.mask(notice.text) });
  try {
    return await run({ ...context, services: { ...services, notify } });
  } catch (error) {
    throw masked(error, secrets);
  }
}

function masked(error: unknown, secrets: SecretMask): Error {
  const message = secrets.mask(messageOf(error));
  if (!(error instanceof AppError)) return new Error(message, { cause: error });
  const hint = error.hint === undefined ? {} : { hint: secrets.mask(error.hint) };
  return new AppError(error.code, message, { ...hint, cause: error, details: error.details });
}
