import { parquetFile } from "../../files/parquet/parquet-table.ts";
import type { ColumnData } from "../../files/parquet/parquet-table.ts";
import { createDagCache } from "../dag-cache.ts";
import { openPastTask } from "../inputs/open-past.ts";
import { type FullCell, seriesSource } from "../kinds/callback/series/series-cells.ts";
import { SERIES_COLUMNS } from "../kinds/callback/series/series-columns.ts";
import { columnsOfCell } from "../kinds/callback/series/series-files.ts";
import { SERIES_ROWS } from "../kinds/callback/series/series-rows.ts";
import type { SweepView } from "../query/cell-view.ts";
import type { RunDeps } from "../run-deps.ts";

/** What of the best cells is bundled, with the columns that docs/series.md has. */
const KINDS = ["trades", "equity"] as const;

export interface SeriesFile {
  /** In the bundle. */
  readonly name: string;
  pieces(): AsyncIterable<Uint8Array>;
}

/**
 * Trades and equity of the best cells of a backtest, computed again from what its run was pinned to, one cell after the other;
 * of scripts, from the files that they left.
 *
 * @throws AppError RUN_INPUT_CHANGED where data, code or the engine are not to be had any more
 */
export async function* bundledSeries(view: SweepView, best: number, deps: RunDeps): AsyncGenerator<SeriesFile> {
  const opened = await openPastTask(view.taskId, { ...deps, dags: createDagCache(deps.database) });
  const source = seriesSource(opened, view, best, deps);
  let left = best;
  for await (const row of source.cells()) {
    if (left === 0) return;
    const full = await source.read(row);
    if (full === null) continue;
    left -= 1;
    for (const kind of KINDS) {
      const name = `${kind}/${view.backtest.name}/cell-${row.cell}.parquet`;
      yield { name, pieces: () => fileOf(kind, { backtest: view.backtest.name, cell: row.cell }, full) };
    }
  }
}

function fileOf(
  kind: (typeof KINDS)[number],
  cell: { readonly backtest: string; readonly cell: number },
  full: FullCell,
): AsyncIterable<Uint8Array> {
  const columns = SERIES_COLUMNS[kind];
  const groups = async function* (): AsyncGenerator<readonly ColumnData[]> {
    for (const rows of SERIES_ROWS[kind](full)) yield columnsOfCell(columns, cell, rows);
  };
  return parquetFile(columns, groups());
}
