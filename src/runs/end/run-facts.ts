import type { AlertFacts, FailureCause } from "../../alerts/alert-facts.ts";
import { ruleParts } from "../../alerts/rules/rule-parts.ts";
import { nightPath } from "../../alerts/rules/rule-roots.ts";
import type { RunState } from "../../core/names/states.ts";
import { isComputedMetric } from "../../engine/metrics/metric-catalogue.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { readFailureCauses } from "../../store/alarms/read-figures.ts";
import { listArtifacts } from "../../store/artifacts.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { hasLaterNight } from "../../store/run/nights.ts";
import { askedAt, type RunRow } from "../../store/run/runs.ts";
import { listCells } from "../../store/sweep/read-cells.ts";
import { listTasks } from "../../store/run/tasks.ts";
import { studyResults, studyStatistics } from "../study/study-results.ts";
import { listSweepViews, type SweepView } from "../query/cell-view.ts";
import { completeOrWarn } from "../query/complete-or-warn.ts";
import { shownPath } from "../files/local-artifact.ts";
import type { WorkDeps } from "../work-deps.ts";
import { readHistory } from "./run-history.ts";

interface RunVerdict {
  readonly state: RunState;
  readonly reason: string | null;
}

/** What the alert rules of a run are evaluated on. */
export async function runFacts(
  run: RunRow,
  of: { readonly spec: DagSpec; readonly verdict: RunVerdict },
  deps: WorkDeps,
): Promise<AlertFacts> {
  const { spec, verdict } = of;
  const [first] = await listSweepViews(deps.database, { id: run.id, spec });
  const sheet = (await listArtifacts(deps.database, run.id)).find(({ name }) => name === "tearsheet.html");
  const period = first === undefined ? null : await periodOf(first.taskId, deps);
  const best = first === undefined ? null : await bestCell(first, spec, deps);
  const causes = run.cellsFailed === 0 ? [] : await causesOf(run, spec, deps);
  const now = (await readNow(deps.database)).getTime();
  return {
    run: {
      id: run.id,
      dag: run.dagId,
      description: spec.description,
      state: verdict.state,
      reason: verdict.reason,
      logical_date: run.logicalDate.toISOString(),
      period_start: period?.start ?? null,
      period_end: period?.end ?? null,
      duration_ms: Math.max(0, now - (run.startedAt ?? askedAt(run)).getTime()),
      tearsheet: sheet === undefined ? null : shownPath(sheet, deps),
    },
    // Of the file: a run that failed before it was planned is about the same alarms.
    backtest: spec.backtests[0]?.name ?? null,
    best,
    judgement: first?.judgement ?? null,
    studies: studyStatistics(studyResults(await listTasks(deps.database, run.id), 0)),
    cells: {
      total: run.cellsTotal,
      succeeded: run.cellsSucceeded,
      cached: run.cellsCached,
      failed: run.cellsFailed,
    },
    round: run.round,
    isExperiment: Object.keys(run.overrides).length > 0 || (await isOfThePast(run, deps)),
    causes,
    history: await readHistory(run, spec, deps.database),
  };
}

/** Whether it makes good what later nights have come after: they have moved the alarms on. */
async function isOfThePast(run: RunRow, { database }: WorkDeps): Promise<boolean> {
  return (run.round > 0 || run.repeats !== null) && hasLaterNight(database, run);
}

const SHOWN_CAUSES = 3;

async function causesOf(run: RunRow, { backtests }: DagSpec, { database }: WorkDeps): Promise<readonly FailureCause[]> {
  const causes = await readFailureCauses(database, run.id, SHOWN_CAUSES);
  return causes.map(({ specIndex, ...cause }) => ({ backtest: backtests[specIndex]?.name ?? "", ...cause }));
}

/** The best cell with the metrics that the rules read, also those that its sweep was not asked for; null without a result. */
async function bestCell(view: SweepView, { alerts }: DagSpec, deps: WorkDeps): Promise<AlertFacts["best"]> {
  const rows = await listCells(deps.database, { taskId: view.taskId, order: view.bestFirst, limit: 1 });
  // Also what rules read of earlier nights: this night is one of them for the next.
  const paths = alerts.flatMap(({ when }) => ruleParts(when).paths).map((path) => nightPath(path).path);
  const read = paths.flatMap(([root, member = ""]) => (root === "best" && isComputedMetric(member) ? [member] : []));
  const [best] = await completeOrWarn(rows, view, { ids: [...new Set(read)], deps });
  if (best?.result === undefined || best.result === null) return null;
  const { metrics, reasons } = best.result;
  return { metrics, reasons, params: view.grid.cellAt(best.cell) };
}

/** First and last bar of the window, or what a script was told of it; null when the data cannot be opened any more. */
async function periodOf(taskId: Parameters<WorkDeps["sweeps"]["open"]>[0], deps: WorkDeps) {
  const task = await deps.sweeps.open(taskId).catch(() => null);
  const { backtest, prepared } = task?.sweep ?? {};
  const { startDate = null, endDate = null } = backtest?.window ?? {};
  if (prepared?.market === null && startDate !== null && endDate !== null) return { start: startDate, end: endDate };
  const time = prepared?.market?.bars[0]?.time;
  if (time === undefined || time.length === 0) return null;
  return { start: dateOf(time[0] ?? 0), end: dateOf(time.at(-1) ?? 0) };
}

function dateOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
