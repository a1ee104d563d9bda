import type { SeriesKind } from "../../../../core/spec/series-spec.ts";
import {
  type ColumnData,
  createParquetTable,
  type ParquetTable,
  type TableColumn,
  type TableOptions,
} from "../../../../files/parquet/parquet-table.ts";
import { createTablePieces, type TablePieces } from "../../../../files/parquet/table-pieces.ts";
import type { OpenArtifact } from "../artifact-writer.ts";
import { PERMNO, SERIES_COLUMNS } from "./series-columns.ts";
import type { SeriesRows } from "./series-rows.ts";

export interface SeriesFilesOptions {
  /** Opens the file of a kind; its first rows ask for it. */
  readonly open: (kind: SeriesKind) => Promise<OpenArtifact>;
  /** Of the file of a kind, its facts among them. */
  readonly tableOptions: (kind: SeriesKind) => TableOptions;
  /** Whether all symbols are whole numbers, which then have a column of their own. */
  readonly hasPermnos: boolean;
}

/** The files of a run, one per kind, each begun with its first row. Disposing of them leaves those that were finished. */
export interface SeriesFiles extends AsyncDisposable {
  add(kind: SeriesKind, cell: CellName, rows: SeriesRows): Promise<void>;
  /** Makes files of all that there is; absolute paths. */
  finish(): Promise<readonly string[]>;
}

export interface CellName {
  readonly backtest: string;
  readonly cell: number;
}

/** Memory holds so many rows of each kind at most, and a piece. */
const GROUP = 100_000;

interface OpenSeries {
  readonly artifact: OpenArtifact;
  readonly columns: readonly TableColumn[];
  readonly table: ParquetTable;
  readonly pieces: TablePieces;
}

export function createSeriesFiles({ open, tableOptions, hasPermnos }: SeriesFilesOptions): SeriesFiles {
  const files = new Map<SeriesKind, OpenSeries>();
  const openSeries = async (kind: SeriesKind): Promise<OpenSeries> => {
    const known = files.get(kind);
    if (known !== undefined) return known;
    const columns = SERIES_COLUMNS[kind].flatMap((column) =>
      column.name === "symbol" && hasPermnos ? [column, PERMNO] : [column],
    );
    const table = createParquetTable(columns, tableOptions(kind));
    const opened = { artifact: await open(kind), columns, table, pieces: createTablePieces() };
    files.set(kind, opened);
    return opened;
  };
  return {
    async add(kind, cell, rows) {
      const first = Object.values(rows)[0];
      if (first === undefined || first.length === 0) return;
      const { artifact, columns, table, pieces } = await openSeries(kind);
      pieces.add(columnsOfCell(columns, cell, rows));
      if (pieces.rows >= GROUP) await artifact.add(await table.add(pieces.take()));
    },
    async finish() {
      const paths: string[] = [];
      for (const { artifact, table, pieces } of files.values()) {
        if (pieces.rows > 0) await artifact.add(await table.add(pieces.take()));
        await artifact.add(await table.end());
        paths.push(await artifact.finish());
      }
      return paths;
    },
    async [Symbol.asyncDispose]() {
      for (const { artifact } of files.values()) await artifact[Symbol.asyncDispose]();
    },
  };
}

/** Which cell it is comes first in all of them. */
export function columnsOfCell(
  columns: readonly TableColumn[],
  { backtest, cell }: CellName,
  rows: SeriesRows,
): ColumnData[] {
  const { length } = Object.values(rows)[0] ?? [];
  const own = columns.slice(2).map(({ name }): ColumnData => {
    if (name !== PERMNO.name) return rows[name] ?? [];
    return BigInt64Array.from(rows["symbol"] ?? [], (symbol) => BigInt(String(symbol)));
  });
  return [Array.from({ length }, () => backtest), new Int32Array(length).fill(cell), ...own];
}
