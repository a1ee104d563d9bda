import type { CallbackContext } from "../../callbacks/callback-context.ts";
import type { SecretMask } from "../../core/text/secret-mask.ts";
import { maskedError } from "./masked-error.ts";
import { maskedJson } from "./masked-json.ts";

/**
 * Runs a callback whose options may hold secrets: what it returns, passes on, names, throws and sends to people is
 * kept in the database and shown, so the secrets are taken out of it. (Its log lines are masked where logs are written;
 * what is inside an artifact is the callback's own affair.)
 */
export async function maskedCallback(
  context: CallbackContext,
  secrets: SecretMask,
  run: (context: CallbackContext) => Promise<unknown>,
): Promise<unknown> {
  try {
    return maskedJson(await run(maskedContext(context, secrets)), secrets);
  } catch (error) {
    throw maskedError(error, secrets);
  }
}

function maskedContext(context: CallbackContext, secrets: SecretMask): CallbackContext {
  const { values, artifacts, services } = context;
  return {
    ...context,
    values: {
      get: (name) => values.get(secrets.mask(name)),
      set: (name, value) => values.set(secrets.mask(name), maskedJson(value, secrets)),
    },
    artifacts: { write: (name, content) => artifacts.write(secrets.mask(name), content) },
    services: {
      ...services,
      notify: (notice) =>
        services.notify({ ...notice, title: secrets.mask(notice.title), text: secrets.mask(notice.text) }),
    },
  };
}
