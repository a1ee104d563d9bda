import path from "node:path";
import { stringify } from "yaml";
import type { DataCheckJson } from "../../../contract/schemas/data/data-check-schema.ts";
import type { Colors } from "../../../core/text/colors.ts";

const SYMBOLS_SHOWN = 20;

export function dataCheckLines(check: DataCheckJson, colors: Colors): readonly string[] {
  const { file, certainty, doubts, choices, bars, timeframe, timezone, symbols, problem, repairs, warnings } = check;
  const range = bars === null ? "" : ` · ${bars.toLocaleString("en")} bars, ${dayOf(check.from)} … ${dayOf(check.to)}`;
  const many = symbols.length > 0 ? ` · ${symbols.length.toLocaleString("en")} symbols, of which ${symbols[0]}` : "";
  return [
    `${file}: ${certainty} · bars of ${timeframe}, times in ${timezone} where they say no zone${many}${range}`,
    ...doubts.map((doubt) => colors.dim(`  ${doubt}`)),
    ...(check.first_bars.length > 0 ? ["", ...rowLines(check)] : []),
    ...choices.flatMap(({ key, cell, readings }) => [
      "",
      `${key}: "${cell}" can be read in ${readings.length} ways, and no row says which. Write one of:`,
      ...readings.map(({ value, means }) => `  ${key}: ${flow(value)}   # ${cell} is ${means}`),
    ]),
    ...(repairs.length > 0 ? ["", "To be repaired:"] : []),
    ...repairs.map(
      ({ repair, rows, lines }) =>
        `  ${repair}: ${rows === 1 ? "one row" : `${rows.toLocaleString("en")} rows`}, first on ${linesText(lines)}`,
    ),
    ...warnings.map((warning) => colors.yellow(`Warning: ${warning}`)),
    ...(problem === null
      ? []
      : ["", colors.red("Wrong all the same:"), ...problem.split("\n").map((line) => `  ${line}`)]),
    "",
    "data:",
    ...Object.entries(check.data).flatMap(([key, value]) => blockLines(key, value)),
    ...choices.map(({ key }) => `  ${key}: …   # see above`),
  ];
}

function rowLines({ first_bars }: DataCheckJson): readonly string[] {
  const table = [
    ["time", "open", "high", "low", "close", "volume"],
    ...first_bars.map(({ time, open, high, low, close, volume }) =>
      [time.replace("T00:00:00.000Z", "").replace(".000Z", "Z"), open, high, low, close, volume].map(String),
    ),
  ];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) => `  ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  ")}`);
}

function blockLines(key: string, value: unknown): readonly string[] {
  if (key === "csv") return [`  csv: ${flow(relative(String(value)))}   # from the folder of the DAG file`];
  if (key !== "symbols" || !Array.isArray(value) || value.length <= SYMBOLS_SHOWN) return [`  ${key}: ${flow(value)}`];
  return [
    `  symbols: ${flow(value.slice(0, SYMBOLS_SHOWN))}   # and ${value.length - SYMBOLS_SHOWN} more; --json has all`,
  ];
}

function relative(file: string): string {
  return path.isAbsolute(file) || file.startsWith(".") ? file : `./${file}`;
}

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", flowCollectionPadding: true, lineWidth: 0 }).trim();
}

function linesText(lines: readonly number[]): string {
  return `line${lines.length === 1 ? "" : "s"} ${lines.join(", ")}`;
}

function dayOf(instant: string | null): string {
  return instant?.slice(0, 10) ?? "";
}
