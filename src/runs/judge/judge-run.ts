import { messageOf } from "../../core/errors/app-error.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { isConnectionLost } from "../../store/connection/transaction.ts";
import { isSweep } from "../kinds/sweep/sweep-tasks.ts";
import type { WorkDeps } from "../work-deps.ts";
import { countTrials } from "./count-trials.ts";
import { judgeTask } from "./judge-task.ts";

/**
 * Judges the backtests of a run that has come to its end, as far as no callback has asked for it before. What a failed
 * or cancelled one has computed was seen, and goes to the ledger. Fails only with the connection: a run must end.
 */
export async function judgeRun(run: RunRow, tasks: readonly TaskRow[], deps: WorkDeps): Promise<void> {
  const tried = tasks.filter((task) => isSweep(task) && task.cellsDone > task.cellsFailed);
  try {
    const spec = await deps.dags.read(run);
    for (const task of tried) {
      const backtest = spec.backtests[task.specIndex];
      if (backtest === undefined) continue;
      if (task.state === "succeeded") await judgeTask(task.id, backtest, deps);
      else await countTrials(task, backtest, deps.database);
    }
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    deps.logs.ofRun(run.id).error(`The run could not be judged: ${messageOf(error)}`);
  }
}
