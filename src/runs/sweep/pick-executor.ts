import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { type BacktestSpec, executorOf } from "../../factory/dag-spec.ts";
import type { SweepExecutor } from "../run-deps.ts";

/** The executor of a backtest's kind. @throws AppError EXECUTOR_UNKNOWN */
export function pickExecutor(
  backtest: Pick<BacktestSpec, "name" | "executor">,
  executors: readonly SweepExecutor[],
): SweepExecutor {
  const kind = executorOf(backtest);
  const found = executors.find((executor) => executor.kind === kind);
  if (found !== undefined) return found;
  const known = executors.map((executor) => executor.kind);
  const text = `${backtest.name} is computed by an executor "${kind}", which this version of Nightgrid does not have`;
  throw new AppError("EXECUTOR_UNKNOWN", text, {
    hint: suggestName(kind, known, { always: `It has: ${known.join(", ")}.` }),
  });
}
