import { csvRow, type CsvValue } from "../core/text/csv-row.ts";
import { type ComputedMetricId, isComputedMetric, SWEEP_METRIC_IDS } from "../engine/metrics/metric-catalogue.ts";
import type { CellView } from "./callback-context.ts";

export interface CsvColumn {
  readonly name: string;
  value(cell: CellView): CsvValue;
}

const ROWS_PER_CHUNK = 500;

/**
 * Cells as CSV text, header first, in chunks of some hundred rows: a sweep of any size in flat memory.
 * Undefined metrics and those of failed cells are empty.
 *
 * @param columns default: `cell`, the parameters, `state` and every metric id
 */
export async function* cellsToCsv(
  cells: AsyncIterable<CellView>,
  columns: readonly CsvColumn[] | null = null,
): AsyncGenerator<string> {
  let used = columns;
  let rows: string[] = used === null ? [] : [header(used)];
  for await (const cell of cells) {
    if (used === null) {
      used = cellColumns(Object.keys(cell.params), Object.keys(cell.metrics ?? {}).filter(isComputedMetric));
      rows.push(header(used));
    }
    rows.push(csvRow(used.map((column) => column.value(cell))));
    if (rows.length < ROWS_PER_CHUNK) continue;
    yield rows.join("");
    rows = [];
  }
  if (used === null) rows.push(header(cellColumns([])));
  yield rows.join("");
}

/**
 * The columns of a backtest whose cells have these parameters. A parameter may be named like a metric: both are kept.
 *
 * @param computed metrics besides those that every cell has
 */
export function cellColumns(
  paramNames: readonly string[],
  computed: readonly ComputedMetricId[] = [],
): readonly CsvColumn[] {
  return [
    { name: "cell", value: (cell) => cell.cell },
    ...paramNames.map((name): CsvColumn => ({ name, value: (cell) => cell.params[name] ?? null })),
    { name: "state", value: (cell) => cell.state },
    ...[...SWEEP_METRIC_IDS, ...computed].map(
      (id): CsvColumn => ({ name: id, value: (cell) => cell.metrics?.[id] ?? null }),
    ),
  ];
}

function header(columns: readonly CsvColumn[]): string {
  return csvRow(columns.map((column) => column.name));
}
