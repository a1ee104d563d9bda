import { AppError } from "../../core/errors/app-error.ts";
import { hashValue } from "../../core/values/hash.ts";
import { newRunId, type RunId, type SnapshotId } from "../../core/names/ids.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { RunTrigger } from "../../core/names/states.ts";
import { TRADE_PARAMS } from "../../engine/cells/param-specs.ts";
import { buildTaskGraph } from "../../factory/build-task-graph.ts";
import { isMeasuring, type MeasuringStudy } from "../../core/spec/study-spec.ts";
import { callbacksBeforeData, type DagSpec, poolOf, priorityOf, retryOf, studiesOf } from "../../factory/dag-spec.ts";
import { maxKillsOf } from "../../core/spec/retry-spec.ts";
import type { Priority } from "../../core/names/priority.ts";
import { requirePools } from "../limits/require-pools.ts";
import type { LimitsSpec } from "../../core/spec/limits-spec.ts";
import { limitsOfTasks } from "../limits/dag-limits.ts";
import { storedSpec } from "../../factory/stored-spec.ts";
import type { DagVersion } from "../../store/run/dags.ts";
import type { NewResultInputs } from "../../store/inputs/result-inputs.ts";
import type { NewRun } from "../../store/run/runs.ts";
import type { Wait } from "../../store/run/waits.ts";
import type { NewTask } from "../../store/run/tasks.ts";
import type { RunDeps } from "../run-deps.ts";
import { dataThrough } from "../wait/data-day.ts";
import { studyMeasuredBy } from "../kinds/study/study-tasks.ts";
import { studyCells } from "../study/study-cells.ts";
import { isRound, isSweep } from "../kinds/sweep/sweep-tasks.ts";
import { newSweep } from "../kinds/sweep/plan.ts";
import { openRounds, type PlannedRound } from "../search/open-rounds.ts";
import { countSlots } from "../../store/workers.ts";
import { openSweep, type Sweep } from "../sweep/open-sweep.ts";
import { sweepInputs } from "./sweep-inputs.ts";
import type { DatasetVersionId } from "../../store/datasets/dataset-versions.ts";
import type { PlannedRead } from "../versions/planned-read.ts";
import { pinOf, readOf, readsAs, readsOfRun } from "../versions/reads-of-plan.ts";

export interface StartRequest {
  readonly dag: DagSource;
  readonly logicalDate: Date;
  readonly trigger: RunTrigger;
  /** The slot of the schedule; null for a run by hand. */
  readonly tickAt: Date | null;
  /** By when its run ought to end; absent: no matter when. */
  readonly mustFinishAt?: Date;
  /** Parameters that replace those of the file; `spec` has them applied already (see overrideParams). */
  readonly overrides: Params;
  /** In place of the DAG's. */
  readonly priority?: Priority;
  /** The run that it is made after. */
  readonly repeats?: RunId;
  /** Data of that run, in place of those of today. */
  readonly pinned?: PinnedData;
}

interface PinnedData {
  /** Of each backtest, in the order of the DAG; null where it reads no frozen data. */
  readonly snapshots: readonly (SnapshotId | null)[];
  /** The version of each; null where it has none. */
  readonly versions: readonly (DatasetVersionId | null)[];
  readonly dataThrough: string | null;
}

export interface DagSource {
  readonly file: string;
  readonly text: string;
  readonly spec: DagSpec;
}

/** The cells of a backtest as a study measures them. */
export interface StudySweep {
  readonly study: MeasuringStudy;
  readonly sweep: Sweep;
}

/** All that starting a run will write: made before, and outside of, the transaction. */
export interface RunPlan {
  readonly file: string;
  readonly version: DagVersion;
  readonly run: NewRun;
  readonly tasks: readonly NewTask[];
  /** By name, in the order of the DAG. */
  readonly sweeps: readonly Sweep[];
  /** What the studies of each of them need of its cells. */
  readonly measured: readonly (readonly StudySweep[])[];
  /** The rounds of their searches; the last of each is the backtest. */
  readonly searched: readonly (readonly PlannedRound[])[];
  /** Of each of `sweeps`. */
  readonly reads: readonly PlannedRead[];
  /** Of its DAG. */
  readonly limits: LimitsSpec;
}

/**
 * Pins a run to its inputs: reads data and code, opens the grids, names the results to come.
 *
 * @param runId of a run that was written down before, and waited for its data, or that was promised to whoever asked for it. The
 *   names of results can have it in them: nothing may change it later. Null for a new one.
 * @throws AppError of the data, the strategy or the grid; POOL_UNKNOWN
 */
export async function planRun(request: StartRequest, deps: RunDeps, runId: RunId | null = null): Promise<RunPlan> {
  const id = runId ?? newRunId(deps.clock.now());
  const { spec } = request.dag;
  refuseOldStops(spec);
  const moment = { logicalDate: request.logicalDate, runId: id, dataThrough: reachOf(request) };
  const opened = await Promise.all(
    spec.backtests.map(async (backtest, index) => {
      const pin = await pinOf(backtest, { pinned: request.pinned, index }, deps);
      const at = pin === null ? moment : { ...moment, snapshotId: pin.snapshotId };
      const sweep = await openSweep(backtest, at, deps);
      return { sweep, read: await readOf(sweep, pin, deps) };
    }),
  );
  const sweeps = opened.map(({ sweep }) => sweep);
  const reads = opened.map(({ read }) => read);
  for (const sweep of sweeps) refuseEmpty(sweep);
  const measured = sweeps.map((sweep) =>
    studiesOf(sweep.backtest)
      .filter(isMeasuring)
      .map((study): StudySweep => ({ study, sweep: studyCells(sweep, study) })),
  );
  const inputs = await Promise.all(sweeps.map(sweepInputs));
  const slots = await countSlots(deps.database);
  const searched = sweeps.map((sweep) => openRounds(sweep, slots));
  const tasks = newTasks(spec, { sweeps, measured, searched, inputs, slots, reads });
  await requirePools(deps.database, [...new Set(tasks.flatMap(({ pool }) => pool?.name ?? []))]);
  const version = dagVersion(request.dag);
  const run = newRun(id, request, { version, sweeps, tasks, reads });
  return { file: request.dag.file, version, run, tasks, sweeps, measured, searched, reads, limits: spec.limits ?? {} };
}

const STOPS = Object.entries(TRADE_PARAMS).flatMap(([name, spec]) =>
  "unit" in spec && spec.unit === "percent" ? [name] : [],
);

/** A version from before the stops were in percent has no `minTrades`: what it says would be a hundredth of what it meant. */
function refuseOldStops({ id, backtests }: DagSpec): void {
  for (const { minTrades, name, params, grid } of backtests) {
    const given = new Set([params, ...grid.add].flatMap(Object.keys).concat(grid.axes.map((axis) => axis.name)));
    const stop = minTrades === undefined ? STOPS.find((stop) => given.has(stop)) : undefined;
    if (stop === undefined) continue;
    throw new AppError(
      "PARAM_INVALID",
      `${name} of the DAG "${id}" was stored when ${stop} was a fraction; it is in percent now`,
      { hint: `Write ${stop} in percent in the DAG file: 5 is 5 %. Its next version starts.` },
    );
  }
}

/** The factory refuses empty grids; overrides of one run can empty one too. */
function refuseEmpty({ grid, backtest }: Sweep): void {
  if (grid.count > 0) return;
  throw new AppError("GRID_EMPTY", `No cell of ${backtest.name} is left`, {
    hint: "Check `where` and `exclude` against the parameters of this run.",
  });
}

/**
 * A run without a plan: one that could not be planned, written down so that a slot of a schedule never fails unseen, or one
 * that is planned when its data have come. That has the callbacks that are to have ended before.
 */
export function planWithoutTasks(
  request: StartRequest,
  deps: Pick<RunDeps, "clock">,
  waitsFor: Wait | null = null,
  runId: RunId | null = null,
): RunPlan {
  const version = dagVersion(request.dag);
  const { spec } = request.dag;
  const unopened = { sweeps: [], measured: [], searched: [], inputs: [], reads: [], slots: 1 };
  const tasks = waitsFor === null ? [] : newTasks(spec, unopened).slice(0, callbacksBeforeData(spec));
  const plan = { sweeps: [], measured: [], searched: [], reads: [], tasks, version };
  const run = newRun(runId ?? newRunId(deps.clock.now()), request, plan);
  return { file: request.dag.file, ...plan, run: { ...run, waitsFor, reads: null }, limits: spec.limits ?? {} };
}

function reachOf({ dag: { spec }, logicalDate, pinned }: StartRequest): string | null {
  return pinned === undefined ? dataThrough(spec, logicalDate) : pinned.dataThrough;
}

function newRun(
  id: RunId,
  request: StartRequest,
  plan: Pick<RunPlan, "version" | "sweeps" | "tasks" | "reads">,
): NewRun {
  const { spec } = request.dag;
  return {
    id,
    dagId: spec.id,
    dagHash: plan.version.hash,
    logicalDate: request.logicalDate,
    tickAt: request.tickAt,
    trigger: request.trigger,
    overrides: request.overrides,
    held: false,
    codeHash: hashValue(plan.sweeps.map(({ prepared }) => prepared.codeHash)),
    snapshotIds: [...new Set(plan.sweeps.flatMap(({ prepared }) => prepared.snapshotId ?? []))],
    reads: readsOfRun(plan),
    seed: spec.backtests[0]?.settings.seed ?? 0,
    cellsTotal: plan.tasks.reduce((sum, task) => sum + (task.sweep?.cells ?? 0), 0),
    openTasks: plan.tasks.length,
    timeoutMs: spec.timeoutMs,
    waitsFor: null,
    mustFinishAt: request.mustFinishAt ?? null,
    dataThrough: reachOf(request),
    ...(request.repeats !== undefined && { repeats: request.repeats }),
    priority: request.priority ?? priorityOf(spec),
    limits: limitsOfTasks({ id, dagId: spec.id }, spec.limits ?? {}).map(({ name }) => name),
    dedupeKey: null,
  };
}

/** Named by the text and by all that was merged into it: a changed base file makes a new version too. */
export function dagVersion(dag: DagSource): DagVersion {
  const hash = hashValue({ text: dag.text, spec: dag.spec });
  return { hash, dagId: dag.spec.id, yaml: dag.text, spec: storedSpec(dag.spec) };
}

interface Opened extends Pick<RunPlan, "sweeps" | "measured" | "searched" | "reads"> {
  readonly slots: number;
  /** What the results of each sweep are made of; null where nobody tells. */
  readonly inputs: readonly (NewResultInputs | null)[];
}

function newTasks(spec: DagSpec, { sweeps, measured, searched, inputs, reads, slots }: Opened): readonly NewTask[] {
  const { tasks } = buildTaskGraph(spec, slots);
  const begun = spec.backtests.map(() => 0);
  const positions = new Map(tasks.map((task, position) => [task.key, position]));
  return tasks.map((node) => {
    const backtest = spec.backtests[node.index];
    const study = studyMeasuredBy(node);
    const cells = measured[node.index]?.find((one) => one.study === study);
    const rounds = searched[node.index] ?? [];
    const round = isRound(node) || isSweep(node) ? rounds[begun[node.index] ?? 0] : undefined;
    if (round !== undefined) begun[node.index] = (begun[node.index] ?? 0) + 1;
    const sweep = round?.sweep ?? (isSweep(node) ? sweeps[node.index] : cells?.sweep);
    const own = { before: spec.before[node.index], backtest, after: spec.after[node.index] }[node.phase];
    return {
      key: node.key,
      specIndex: node.index,
      kind: node.kind,
      phase: node.phase,
      triggerRule: node.triggerRule,
      minSuccess: node.minSuccess,
      needs: node.needs.map((key) => positions.get(key) ?? -1),
      sweep:
        sweep === undefined
          ? null
          : newSweep(sweep, {
              cells: round?.cells ?? sweep.grid.count,
              reads: readsAs(reads[node.index]),
              inputs: isSweep(node) ? (inputs[node.index] ?? null) : null,
            }),
      pool: poolOf(spec, own),
      timeoutMs: isSweep(node) ? (sweep?.backtest.timeoutMs ?? null) : null,
      maxKills: maxKillsOf(retryOf(spec, own)),
    };
  });
}
