import type { Params } from "../../../../core/params/param-spec.ts";
import type { SnapshotId } from "../../../../core/names/ids.ts";
import type { CellState } from "../../../../core/names/states.ts";
import type { BacktestResult } from "../../../../engine/backtest.ts";
import type { DatasetVersionId } from "../../../../store/datasets/dataset-versions.ts";
import { readCellOrigin } from "../../../../store/sweep/cell-origin.ts";
import { type CellRow, listCells, streamCells } from "../../../../store/sweep/read-cells.ts";
import { marketOf } from "../../../market/market-of.ts";
import type { SweepView } from "../../../query/cell-view.ts";
import type { OpenTask } from "../../../sweep/open-task.ts";
import { pickExecutor } from "../../../sweep/pick-executor.ts";
import type { RunDeps } from "../../../run-deps.ts";
import type { CellInFull } from "./series-rows.ts";

export type SeriesDeps = Pick<RunDeps, "database" | "executors" | "strategies">;

/** A backtest whose cells can be had in full. */
export interface SeriesSource {
  readonly view: SweepView;
  readonly snapshot: SnapshotId | null;
  /** Of its data; null where they have none. */
  readonly versionId: DatasetVersionId | null;
  /** None where they are not known. */
  readonly symbols: readonly string[];
  /** Those of which series are kept, in their order. */
  cells(): AsyncIterable<CellRow>;
  /** Null where its files are not here, or do not say. */
  read(row: CellRow): Promise<FullCell | null>;
}

export interface FullCell extends CellInFull {
  readonly params: Params;
  /** Of a cell that was computed again: its factor metrics are in there. */
  readonly computed: BacktestResult | null;
}

/** The best cells of a backtest, computed again from what the run was pinned to; of a script all, from the files that they left. */
export function seriesSource(opened: OpenTask, view: SweepView, best: number, deps: SeriesDeps): SeriesSource {
  const { backtest } = view;
  const { seriesOf } = pickExecutor(backtest, deps.executors);
  const { initialCapital } = backtest.settings;
  if (seriesOf !== undefined) {
    return {
      view,
      snapshot: null,
      versionId: null,
      symbols: [],
      cells: () => allCells(view, deps),
      async read({ cell, state }) {
        const origin = await originOf({ opened, view, cell, state }, deps);
        const result = origin === null ? null : await seriesOf(backtest, origin.runId, origin.cell);
        return result === null
          ? null
          : { result, bars: [], initialCapital, params: view.grid.cellAt(cell), computed: null };
      },
    };
  }
  const { setup, snapshot, bars, settings } = marketOf(opened.sweep);
  return {
    view,
    snapshot: snapshot.id,
    versionId: opened.versionId,
    symbols: bars.map(({ symbol }) => symbol),
    cells: () => bestCells(view, best, deps),
    async read({ cell }) {
      const params = view.grid.cellAt(cell);
      const result = await deps.strategies.runCell(setup, params, { keepsSaid: true });
      const { session } = settings;
      return { result, bars, initialCapital, params, computed: result, ...(session && { session }) };
    },
  };
}

async function* bestCells(view: SweepView, limit: number, { database }: SeriesDeps): AsyncGenerator<CellRow> {
  const rows = await listCells(database, { taskId: view.taskId, order: view.bestFirst, limit });
  yield* rows.filter(({ result }) => result !== null);
}

async function* allCells({ taskId }: SweepView, { database }: SeriesDeps): AsyncGenerator<CellRow> {
  for await (const page of streamCells(database, { taskId, order: { by: "cell" }, limit: null })) {
    yield* page.filter(({ result }) => result !== null);
  }
}

/** Of a cell that was taken over, the run that computed it. */
async function originOf(
  {
    opened,
    view,
    cell,
    state,
  }: { readonly opened: OpenTask; readonly view: SweepView; readonly cell: number; readonly state: CellState },
  { database }: SeriesDeps,
): Promise<{ readonly runId: string; readonly cell: number } | null> {
  return state === "cached" ? await readCellOrigin(database, view.taskId, cell) : { runId: opened.runId, cell };
}
