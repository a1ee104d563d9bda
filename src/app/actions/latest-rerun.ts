import type { RunId } from "../../core/names/ids.ts";
import type { RunRow } from "../../store/run/runs.ts";
import { planRun, planWithoutTasks, type RunPlan } from "../../runs/start/run-plan.ts";
import { refuseOpen } from "../../runs/actions/reopen-run.ts";
import type { RunDeps } from "../../runs/run-deps.ts";
import { waitNeeded } from "../../runs/wait/wait-needed.ts";
import type { LoadContext } from "../dags/dag-folder.ts";
import { loadDag, requireGood } from "../dags/load-dag.ts";
import type { RunOverrides } from "../nightgrid.ts";
import { startRequest } from "../start-request.ts";

/**
 * A new run of what a DAG is today, for the logical date and with the overrides of a run that has ended.
 *
 * @param runId of the new one, where it is known already
 * @throws AppError ACTION_REFUSED, DAG_NOT_FOUND, DAG_INVALID, and those of the overrides and the data
 */
export async function planLatestRerun(
  run: RunRow,
  context: LoadContext,
  deps: RunDeps,
  runId: RunId | null = null,
): Promise<RunPlan> {
  refuseOpen(run, "rerun");
  const dag = requireGood(await loadDag(run.dagId, context), run.dagId);
  const { request } = await startRequest(dag, writtenOverrides(run), deps);
  const again = { ...request, logicalDate: run.logicalDate, repeats: run.id };
  const wait = await waitNeeded(again, deps);
  return wait === null ? planRun(again, deps, runId) : planWithoutTasks(again, deps, wait, runId);
}

/** As a person would write them. */
function writtenOverrides({ overrides }: RunRow): RunOverrides {
  const {
    logical_date: date,
    "backtest.lookback": lookback,
    "backtest.data.symbols": symbols,
    "backtest.data.as_of": asOf,
    ...params
  } = Object.fromEntries(Object.entries(overrides).map(([name, value]) => [name, String(value)]));
  return {
    params,
    ...(date !== undefined && { date }),
    ...(lookback !== undefined && { lookback }),
    ...(symbols !== undefined && { symbols }),
    ...(asOf !== undefined && { asOf }),
  };
}
