import { AppError } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { Params } from "../../core/params/param-spec.ts";
import {
  type EarlierInputs,
  listEarlierInputs,
  readResultInputs,
  type ResultInputs,
} from "../../store/inputs/result-inputs.ts";
import { readCellsAt } from "../../store/sweep/read-cells.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { sweepTask } from "../kinds/sweep/sweep-tasks.ts";
import { listSweepViews, type SweepView } from "../query/cell-view.ts";
import { showRun } from "../query/show-run.ts";
import type { RunDeps } from "../run-deps.ts";
import { changedInputs } from "./changed-inputs.ts";
import { compareInputs, type InputsComparison } from "./compare-inputs.ts";
import { type NearestCell, nearestCell } from "./nearest-cell.ts";

/** Why results of a sweep were computed and not taken over, or why they were. */
export const MISS_REASONS = [
  "known",
  "inputs_changed",
  "params_new",
  "computed_again",
  "first",
  "not_kept",
  "failed",
  "not_done",
] as const;
export type MissReason = (typeof MISS_REASONS)[number];

export interface MissExplanation {
  readonly backtest: string;
  /** The name that its results have in common, in hex; null where it was not planned. */
  readonly base: string | null;
  readonly cells: {
    readonly total: number;
    readonly computed: number;
    readonly cached: number;
    readonly failed: number;
  };
  /** Of the cell that was asked for, else of the sweep. */
  readonly reason: MissReason;
  /** The earlier results that differ least; null where there are none. */
  readonly nearest: { readonly runId: string; readonly createdAt: Date; readonly inputs: InputsComparison } | null;
  /** Null when none was asked for. */
  readonly cell: ExplainedCell | null;
}

export interface ExplainedCell {
  readonly number: number;
  readonly params: Params;
  /** The results under the nearest name whose parameters differ least; null where that name has none. */
  readonly nearest: NearestCell | null;
}

export interface MissRequest {
  /** Null for all; with a cell the first. */
  readonly backtest: string | null;
  readonly cell: number | null;
}

/** Names that are looked through: those that the DAG had last. */
const MOST_EARLIER = 500;

/**
 * Which part of the name of results is not that of any earlier result of the same backtest. Only what this DAG has
 * computed counts as earlier: the same name in another one would have been taken over.
 *
 * @throws AppError RUN_NOT_FOUND, CELL_NOT_FOUND, USAGE when there is no such backtest
 */
export async function explainMiss(
  runId: RunId,
  { backtest, cell }: MissRequest,
  deps: RunDeps,
): Promise<readonly MissExplanation[]> {
  const { run, spec, tasks } = await showRun(deps.database, runId);
  const views = await listSweepViews(deps.database, { id: run.id, spec });
  const named = views.filter((view) => backtest === null || view.backtest.name === backtest);
  if (named.length === 0) {
    const known = views.map((view) => view.backtest.name).join(", ");
    throw new AppError(
      "USAGE",
      views.length === 0
        ? `The run ${runId} was never planned`
        : `There is no backtest "${backtest}"; there are: ${known}`,
    );
  }
  const explanations: MissExplanation[] = [];
  for (const view of cell === null ? named : named.slice(0, 1)) {
    const index = spec.backtests.findIndex(({ name }) => name === view.backtest.name);
    const task = sweepTask(tasks, index);
    if (task !== undefined) explanations.push(await explained({ dagId: run.dagId, view, task, cell }, deps));
  }
  return explanations;
}

interface Asked {
  readonly dagId: string;
  readonly view: SweepView;
  readonly task: TaskRow;
  readonly cell: number | null;
}

async function explained({ dagId, view, task, cell }: Asked, deps: RunDeps): Promise<MissExplanation> {
  const { database } = deps;
  const { base, cellsTotal, cellsSucceeded, cellsCached, cellsFailed } = task;
  const own = base === null ? null : await readResultInputs(database, base);
  const before = { dagId, key: task.key, before: task.runId, limit: MOST_EARLIER };
  const earlier = await listEarlierInputs(database, before);
  const nearest = base === null || own === null ? null : nearestOf({ ...own, base }, earlier);
  const state = cell === null ? null : await stateOf(view, cell, deps);
  const found =
    cell === null || nearest === null
      ? null
      : await nearestCell(view.grid.cellAt(cell), { base: nearest.base, of: task.id }, database);
  const reason = reasonOf({ own, base, nearest, state, found, isCached: cellsCached > 0 && cellsSucceeded === 0 });
  return {
    backtest: view.backtest.name,
    base: base?.toString("hex") ?? null,
    cells: { total: cellsTotal, computed: cellsSucceeded, cached: cellsCached, failed: cellsFailed },
    reason,
    nearest:
      nearest === null
        ? null
        : {
            runId: nearest.runId,
            createdAt: nearest.createdAt,
            inputs: await compareInputs(
              {
                before: { inputs: nearest, datasetVersionId: nearest.datasetVersionId },
                after: { inputs: own, datasetVersionId: task.datasetVersionId },
              },
              deps,
            ),
          },
    cell: cell === null ? null : { number: cell, params: view.grid.cellAt(cell), nearest: found },
  };
}

/** @throws AppError CELL_NOT_FOUND */
async function stateOf({ grid, taskId, backtest }: SweepView, cell: number, { database }: RunDeps) {
  if (cell >= grid.count) {
    throw new AppError("CELL_NOT_FOUND", `There is no cell ${cell} of ${backtest.name}`, {
      hint: `Its cells are 0…${grid.count - 1}.`,
    });
  }
  const [row] = await readCellsAt(database, taskId, [cell]);
  return row?.state ?? "not_done";
}

/** Of those whose inputs differ in the fewest kinds, then in the fewest values, the latest. */
function nearestOf(
  own: ResultInputs & { readonly base: Buffer },
  earlier: readonly EarlierInputs[],
): EarlierInputs | null {
  let nearest: { readonly inputs: EarlierInputs; readonly kinds: number; readonly values: number } | null = null;
  for (const inputs of earlier) {
    const changes = inputs.base.equals(own.base) ? [] : changedInputs(inputs, own);
    const [kinds, values] = [new Set(changes.map(({ kind }) => kind)).size, changes.length];
    if (nearest === null || kinds < nearest.kinds || (kinds === nearest.kinds && values < nearest.values)) {
      nearest = { inputs, kinds, values };
    }
  }
  return nearest?.inputs ?? null;
}

interface Known {
  readonly own: ResultInputs | null;
  readonly base: Buffer | null;
  readonly nearest: EarlierInputs | null;
  /** Of the cell; null when none was asked for. */
  readonly state: Awaited<ReturnType<typeof stateOf>> | null;
  readonly found: NearestCell | null;
  /** Whether the sweep computed nothing. */
  readonly isCached: boolean;
}

function reasonOf({ own, base, nearest, state, found, isCached }: Known): MissReason {
  if (state === "cached" || (state === null && isCached)) return "known";
  if (state === "failed" || state === "not_done") return state;
  if (own === null || base === null) return "not_kept";
  if (nearest === null) return "first";
  if (!nearest.base.equals(base)) return "inputs_changed";
  // The same name: other cells of the grid, or results that were thrown away, or failed, or came at the same time.
  return state !== null && found?.changed.length === 0 ? "computed_again" : "params_new";
}
