import type { Measured } from "../../core/metrics/measured.ts";
import { printableLine } from "../../core/text/printable.ts";
import { textTable } from "../../core/text/text-table.ts";
import { isMetricId, metricInfo, type SweepMetricId } from "../../engine/metrics/metric-catalogue.ts";
import type { FileReport, OutputsReport } from "../../executors/outputs/outputs-report.ts";
import { formatUnit } from "../../report/format/format-metric.ts";
import { formatQuantity, UNDEFINED_TEXT } from "../../report/format/format-number.ts";
import type { Output } from "../terminal/output.ts";

/** Of ours those that most people look at first; the others are in the document of `--json`. */
const SHOWN = [
  "total_return",
  "cagr",
  "sharpe",
  "sortino",
  "calmar",
  "volatility",
  "max_drawdown",
  "win_rate",
  "profit_factor",
  "total_trades",
  "final_equity",
] as const satisfies readonly SweepMetricId[];
const MOST_COLUMNS = 12;
const MOST_OTHERS = 30;

interface FoundOutputs {
  readonly report: OutputsReport;
  readonly metrics: ReadonlyMap<string, Measured> | null;
}

/** What `check outputs` has found, for people. */
export function outputsLines({ report, metrics }: FoundOutputs, output: Pick<Output, "colors">): readonly string[] {
  const { colors } = output;
  const files = Object.entries(report.files);
  const width = Math.max(...files.map(([name]) => name.length));
  const told = files.flatMap(([name, file]) => fileLines(name.padEnd(width), file, output));
  // What is wrong with no single file.
  const own = new Set(files.flatMap(([name, { warnings }]) => warnings.map((warning) => `${name} ${warning}`)));
  const others = report.warnings.filter((text) => !own.has(text.replace(/\.$/, "")) && !own.has(text));
  return [
    ...told,
    ...others.map((text) => `${colors.yellow("!")} ${printableLine(text)}`),
    "",
    ...(metrics === null ? [colors.dim("Metrics are computed with --capital <amount>.")] : metricLines(metrics)),
    "",
    verdict(report, output),
  ];
}

function fileLines(name: string, file: FileReport, { colors }: Pick<Output, "colors">): readonly string[] {
  const { errors, warnings } = file;
  const mark = errors.length > 0 ? colors.red("✗") : warnings.length > 0 ? colors.yellow("!") : colors.green("✓");
  return [
    `${mark} ${name}  ${factsOf(file)}`,
    ...errors.map((text) => `    ${colors.red("error")}   ${printableLine(text)}`),
    ...warnings.map((text) => `    ${colors.yellow("warning")} ${printableLine(text)}`),
  ];
}

function factsOf({ exists, size, row_count: rows, columns }: FileReport): string {
  if (!exists) return "not there";
  const bytes = size === null ? "not read" : counted(size, "byte");
  if (rows === null || columns === null) return bytes;
  const more = columns.length > MOST_COLUMNS ? ", …" : "";
  const shown = columns.slice(0, MOST_COLUMNS).map((column) => (column === "" ? '""' : column));
  return printableLine(`${counted(rows, "row")} of ${shown.join(", ")}${more} (${bytes})`);
}

function metricLines(metrics: ReadonlyMap<string, Measured>): readonly string[] {
  const ours = SHOWN.map((id) => [id, metrics.get(id)] as const);
  const others = [...metrics].filter(([name]) => !isMetricId(name)).slice(0, MOST_OTHERS);
  const rows = [...ours, ...others].map(([name, metric]) => [printableLine(name), textOf(name, metric)]);
  return textTable([["metric", "value"], ...rows], { leftColumns: [0] });
}

function textOf(name: string, metric: Measured | undefined): string {
  if (metric === undefined || metric.value === null) return `${UNDEFINED_TEXT} (${metric?.reason ?? "not_computed"})`;
  return isMetricId(name) ? formatUnit(metric.value, metricInfo(name).unit) : formatQuantity(metric.value, 6);
}

function verdict({ valid, errors, warnings }: OutputsReport, { colors }: Pick<Output, "colors">): string {
  const doubts = warnings.length === 0 ? "" : `, ${counted(warnings.length, "warning")}`;
  if (valid) return colors.green(`Valid${doubts}.`);
  return colors.red(`Not valid: ${counted(errors.length, "error")}${doubts}.`);
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
