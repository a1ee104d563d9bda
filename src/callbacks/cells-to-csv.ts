import { csvRow, type CsvValue } from "../core/text/csv-row.ts";
import { ownValue } from "../core/values/own-record.ts";
import { SWEEP_METRIC_IDS } from "../engine/metrics/metric-catalogue.ts";
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
      used = cellColumns(Object.keys(cell.params), metricNames(cell));
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
 * @param metrics ids, in this order
 */
export function cellColumns(
  paramNames: readonly string[],
  metrics: readonly string[] = SWEEP_METRIC_IDS,
): readonly CsvColumn[] {
  return [
    { name: "cell", value: (cell) => cell.cell },
    ...paramNames.map((name): CsvColumn => ({ name, value: (cell) => cell.params[name] ?? null })),
    { name: "state", value: (cell) => cell.state },
    ...metrics.map((id): CsvColumn => ({ name: id, value: (cell) => metricNamed(cell, id) })),
  ];
}

/** Failed cells have none; the metrics of the others are those of the engine, or of their own names. */
function metricNames({ metrics }: CellView): readonly string[] {
  return metrics === null ? SWEEP_METRIC_IDS : Object.keys(metrics);
}

function metricNamed({ metrics }: CellView, id: string): number | null {
  const named: Readonly<Record<string, number | null | undefined>> = metrics ?? {};
  return ownValue(named, id) ?? null;
}

function header(columns: readonly CsvColumn[]): string {
  return csvRow(columns.map((column) => column.name));
}
