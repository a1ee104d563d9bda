import type { SecretMask } from "../../core/text/secret-mask.ts";
import type { CellExecutor } from "../../executors/cell-executor.ts";
import { maskedError } from "./masked-error.ts";

/** Why cells fail is kept in the database; a strategy may read variables of the environment (NIGHTGRID_USER_ENV) and say them. */
export function maskedExecutor(executor: CellExecutor, secrets: SecretMask): CellExecutor {
  return {
    slots: executor.slots,
    async compute(...request) {
      try {
        const result = await executor.compute(...request);
        const failures = result.failures.map((failure) => ({ ...failure, message: secrets.mask(failure.message) }));
        return { ...result, failures };
      } catch (error) {
        throw maskedError(error, secrets);
      }
    },
    close: () => executor.close(),
  };
}
