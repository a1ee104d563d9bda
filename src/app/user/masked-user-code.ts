import type { UserCallbacks } from "../../callbacks/user/user-callbacks.ts";
import type { SecretMask } from "../../core/text/secret-mask.ts";
import type { StrategyRunner } from "../../executors/strategy-runner.ts";
import { maskedError } from "../masking/masked-error.ts";

/** What a strategy throws, be it while its module is loaded, is shown and kept (as the problem of a DAG, as the reason of a run). */
export function maskedStrategies(strategies: StrategyRunner, secrets: SecretMask): StrategyRunner {
  return {
    describe: (source) => masked(strategies.describe(source), secrets),
    runCell: (...asked) => masked(strategies.runCell(...asked), secrets),
    sweepApart: (setup, cells) => masked(strategies.sweepApart(setup, cells), secrets),
    examine: (request) => masked(strategies.examine(request), secrets),
  };
}

/** The same of callbacks while their modules are loaded. What they throw when they run, `maskedCallback` sees to. */
export function maskedCallbacks(callbacks: UserCallbacks, secrets: SecretMask): UserCallbacks {
  return {
    async check(module, options) {
      const problems = await masked(callbacks.check(module, options), secrets);
      return problems.map((problem) => ({ ...problem, message: secrets.mask(problem.message) }));
    },
    run: (...asked) => callbacks.run(...asked),
  };
}

async function masked<T>(work: Promise<T>, secrets: SecretMask): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw maskedError(error, secrets);
  }
}
