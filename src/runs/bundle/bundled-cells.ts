import type { CellView } from "../../callbacks/callback-context.ts";
import { cellColumns, cellsToCsv, type CsvColumn } from "../../callbacks/cells-to-csv.ts";
import type { SecretMask } from "../../core/text/secret-mask.ts";
import { type ColumnData, parquetFile, type TableColumn } from "../../files/parquet/parquet-table.ts";
import type { BacktestSpec, DagSpec } from "../../factory/dag-spec.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { RunDeps } from "../run-deps.ts";
import { runResults } from "../query/run-results.ts";

/** All cells of a backtest that are done, in their order: what of them is written down, without secrets. */
export interface BundledCells {
  readonly columns: readonly CsvColumn[];
  csv(): AsyncIterable<string>;
  /** The same columns; parameters of several kinds as text. */
  parquet(): AsyncIterable<Uint8Array>;
}

const ROWS_PER_GROUP = 10_000;

export async function bundledCells(
  run: { readonly id: RunId; readonly spec: DagSpec },
  backtest: BacktestSpec,
  { deps, mask, tell }: BundledCellsDeps,
): Promise<BundledCells> {
  const open = () =>
    runResults(deps, run, { backtest: backtest.name, sort: "cell", isReversed: false, limit: null, columns: [] });
  const { params, metrics, objective } = await open();
  const shown = metrics.all.filter(({ id, isStored }) => isStored || id === objective).map(({ id }) => id);
  const columns = [...cellColumns(params, shown), { name: "error", value: ({ error }: CellView) => error }];
  const cells = async function* (): AsyncGenerator<CellView> {
    const { pages } = await open();
    for await (const page of pages) {
      for (const cell of page) yield masked(cell, mask);
      tell(page.length);
    }
  };
  return {
    columns,
    csv: () => cellsToCsv(cells(), columns),
    parquet: () => {
      const table = tableOf(columns, { params, backtest });
      return parquetFile(table, groupsOf(cells(), columns, table), { codec: "zstd" });
    },
  };
}

interface BundledCellsDeps {
  readonly deps: RunDeps;
  readonly mask: SecretMask;
  /** Hears how many more were read. */
  readonly tell: (cells: number) => void;
}

function masked(cell: CellView, mask: SecretMask): CellView {
  const params = Object.entries(cell.params).map(([name, value]) => {
    const shown = mask.mask(String(value));
    return [name, shown === String(value) ? value : shown] as const;
  });
  return { ...cell, params: Object.fromEntries(params), error: cell.error === null ? null : mask.mask(cell.error) };
}

/** A parameter named like another column gets a name of its own: those of a table are told by their names. */
function tableOf(
  columns: readonly CsvColumn[],
  { params, backtest }: { readonly params: readonly string[]; readonly backtest: BacktestSpec },
): readonly TableColumn[] {
  return columns.map(({ name }, place): TableColumn => {
    if (place === 0) return { name, kind: "integer", isRequired: true };
    const isParam = place <= params.length;
    if (isParam) {
      const isTaken = columns.some((other, at) => other.name === name && at !== place);
      return { name: isTaken ? `param_${name}` : name, kind: kindOf(backtest, name) };
    }
    const isText = place === params.length + 1 || place === columns.length - 1;
    return { name, kind: isText ? "text" : "number" };
  });
}

function kindOf({ grid, params }: BacktestSpec, name: string): TableColumn["kind"] {
  const axes = grid.axes.filter((axis) => axis.name === name);
  const listed = axes.flatMap((axis) => (axis.kind === "list" ? axis.values : [0]));
  const values = [params, ...grid.add].flatMap((own) => own[name] ?? []).concat(listed);
  const kinds = new Set(values.map((value) => typeof value));
  const [kind] = kinds;
  return kinds.size === 1 && (kind === "number" || kind === "boolean") ? kind : "text";
}

async function* groupsOf(
  cells: AsyncIterable<CellView>,
  columns: readonly CsvColumn[],
  table: readonly TableColumn[],
): AsyncGenerator<readonly ColumnData[]> {
  let rows: CellView[] = [];
  const group = (): readonly ColumnData[] =>
    columns.map((column, place) => {
      const isText = table[place]?.kind === "text";
      return rows.map((cell) => {
        const own = column.value(cell);
        return isText && own !== null ? String(own) : own;
      });
    });
  for await (const cell of cells) {
    rows.push(cell);
    if (rows.length < ROWS_PER_GROUP) continue;
    yield group();
    rows = [];
  }
  yield group();
}
