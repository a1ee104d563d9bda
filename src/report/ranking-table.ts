import type { MetricInfo } from "../core/metrics/metric-info.ts";
import type { MetricSet } from "../core/metrics/metric-set.ts";
import { ENGINE_METRICS, HEADLINE_METRIC_IDS } from "../engine/metrics/metric-catalogue.ts";
import { isLossless, type UndefinedReason } from "../core/metrics/undefined-reason.ts";
import type { Params } from "../core/params/param-spec.ts";
import { formatMetric } from "./format/format-metric.ts";
import { formatParam } from "./format/format-param.ts";
import { cutToWidth, displayWidth, padToWidth, printable } from "./format/terminal-text.ts";

export interface RankingRow {
  readonly cell: number;
  readonly params: Params;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly reasons: Readonly<Record<string, UndefinedReason>>;
}

export interface RankingTable {
  /** In the order of the ranking. */
  readonly rows: readonly RankingRow[];
  /** Parameters to show, usually those that vary. */
  readonly params: readonly string[];
  /** Metrics to show, the most important first. */
  readonly metrics?: readonly MetricInfo[];
  /** Columns of the terminal. */
  readonly width: number;
  /** Colours; plain text without. */
  readonly style?: RankingStyle;
}

/** Each wraps a text in colour codes that take no columns. */
interface RankingStyle {
  readonly heading: (text: string) => string;
  readonly best: (text: string) => string;
  readonly muted: (text: string) => string;
}

/**
 * What is shown unless something is named: the objective first, unless it is among the usual ones. Cells that have none of
 * these show all that is stored of them.
 */
export function rankingMetrics(objective: string, metrics: MetricSet = ENGINE_METRICS): readonly MetricInfo[] {
  const headline = HEADLINE_METRIC_IDS.flatMap((id) => metrics.find(id) ?? []);
  const usual = headline.length > 0 ? headline : metrics.all.filter(({ isStored }) => isStored);
  const ranking = usual.some(({ id }) => id === objective) ? undefined : metrics.find(objective);
  return ranking === undefined ? usual : [ranking, ...usual];
}

/** A dash would look like the worst, and this is the best there is. */
const LOSSLESS_TEXT = "no loss";
const GAP = "  ";
const WIDEST_PARAM = 24;
const NARROWEST_PARAM = 6;
const PLAIN: RankingStyle = { heading: String, best: String, muted: String };

interface Column {
  readonly heading: string;
  readonly texts: readonly string[];
  readonly align: "left" | "right";
  readonly kind: "fixed" | "param" | "metric";
}

/**
 * A ranking for the terminal: place, cell, parameters, metrics; a dash stands for an undefined metric. It never is
 * wider than `width` as long as place, cell, shortened parameters and the first metric fit: long parameter values are
 * cut first, then metrics are left out from the right and named in a last line.
 *
 * @returns lines without a line break at the end; empty for no rows
 */
export function renderRankingTable(table: RankingTable): string {
  if (table.rows.length === 0) return "";
  const { shown, hidden } = fitColumns(columnsOf(table), table.width);
  const style = table.style ?? PLAIN;
  const widths = shown.map(columnWidth);
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => padToWidth(text, widths[index] ?? 0, shown[index]?.align ?? "left"))
      .join(GAP)
      .trimEnd();
  const body = table.rows.map((_, row) => line(shown.map(({ texts }) => texts[row] ?? "")));
  return [
    style.heading(line(shown.map(({ heading }) => heading))),
    style.muted(widths.map((width) => "─".repeat(width)).join(GAP)),
    ...body.map((text, row) => (row === 0 ? style.best(text) : text)),
    ...(hidden.length === 0 ? [] : [style.muted(`Not shown for lack of room: ${hidden.join(", ")}`)]),
  ].join("\n");
}

function columnsOf({ rows, params, metrics = rankingMetrics("sharpe") }: RankingTable): readonly Column[] {
  return [
    { heading: "#", texts: rows.map((_, row) => String(row + 1)), align: "right", kind: "fixed" },
    { heading: "cell", texts: rows.map(({ cell }) => String(cell)), align: "right", kind: "fixed" },
    ...params.map((name) => paramColumn(rows, name)),
    ...metrics.map((metric) => metricColumn(rows, metric)),
  ];
}

function paramColumn(rows: readonly RankingRow[], name: string): Column {
  const numeric = rows.every(({ params }) => ["number", "undefined"].includes(typeof params[name]));
  const texts = rows.map(({ params }) => cutToWidth(printable(formatParam(params[name])), WIDEST_PARAM));
  return {
    heading: cutToWidth(printable(name), WIDEST_PARAM),
    texts,
    align: numeric ? "right" : "left",
    kind: "param",
  };
}

/** With the ASCII minus, so that a number can be copied into another program. */
function metricColumn(rows: readonly RankingRow[], metric: MetricInfo): Column {
  const texts = rows.map(({ metrics, reasons }) =>
    isLossless(reasons[metric.id]) ? LOSSLESS_TEXT : formatMetric({ metrics, reasons }, metric).text.replace("−", "-"),
  );
  return { heading: metric.label, texts, align: "right", kind: "metric" };
}

function fitColumns(columns: readonly Column[], width: number) {
  let shown = columns;
  if (totalWidth(shown) > width) shown = cutParams(shown, totalWidth(shown) - width);
  const hidden: string[] = [];
  while (totalWidth(shown) > width && shown.filter(({ kind }) => kind === "metric").length > 1) {
    hidden.unshift(shown.at(-1)?.heading ?? "");
    shown = shown.slice(0, -1);
  }
  return { shown, hidden };
}

/** Takes `excess` columns from the widest texts first, leaving every parameter a few letters. */
function cutParams(columns: readonly Column[], excess: number): readonly Column[] {
  const widths = columns.map(columnWidth);
  for (let left = excess; left > 0; left -= 1) {
    const widest = columns.reduce(
      (best, { kind }, index) => (kind === "param" && (widths[index] ?? 0) > (widths[best] ?? 0) ? index : best),
      columns.findIndex(({ kind }) => kind === "param"),
    );
    const current = widths[widest] ?? 0;
    if (widest < 0 || current <= NARROWEST_PARAM) break;
    widths[widest] = current - 1;
  }
  return columns.map((column, index) => (column.kind === "param" ? cutColumn(column, widths[index] ?? 0) : column));
}

function cutColumn({ heading, texts, align, kind }: Column, width: number): Column {
  return { heading: cutToWidth(heading, width), texts: texts.map((text) => cutToWidth(text, width)), align, kind };
}

function columnWidth({ heading, texts }: Column): number {
  return texts.reduce((widest, text) => Math.max(widest, displayWidth(text)), displayWidth(heading));
}

function totalWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + columnWidth(column), GAP.length * (columns.length - 1));
}
