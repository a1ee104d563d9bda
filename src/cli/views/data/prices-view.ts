import { formatTime } from "../../../data/bars/format-time.ts";
import type { Colors } from "../../../core/text/colors.ts";
import { textTable } from "../../../core/text/text-table.ts";
import type { FetchedMany } from "../../../runs/ingest/fetch-many.ts";
import type { FetchReport } from "../../../runs/ingest/fetch-report.ts";
import type { ShownPrices } from "../../../runs/ingest/look/show-prices.ts";
import type { VerifiedSeries } from "../../../runs/ingest/look/verify-prices.ts";
import type { RevisedBar } from "../../../store/prices/bars.ts";
import type { ListedSeries } from "../../../store/prices/list-series.ts";

const REVISIONS_TOLD = 5;

export function fetchedLines({ reports, failed, skipped }: FetchedMany, colors: Colors): readonly string[] {
  return [
    ...reports.flatMap((report) => reportLines(report, colors)),
    ...failed.flatMap(({ name, timeframe, error }) => [
      `${colors.red("✗")} ${name} ${timeframe}: ${error.message}`,
      ...(error.hint === undefined ? [] : error.hint.split("\n").map((line) => colors.dim(`    ${line}`))),
    ]),
    ...(skipped.length === 0 ? [] : [colors.yellow(`Not asked for: ${skipped.join(", ")}`)]),
  ];
}

function reportLines(report: FetchReport, colors: Colors): readonly string[] {
  const { symbol, source, instrument, timeframe, chunks, added, same, revised, refused, actions, notes } = report;
  const parts = [
    `${count(added)} new`,
    same > 0 ? `${count(same)} as before` : null,
    revised.length > 0 ? `${count(revised.length)} revised` : null,
    actions > 0 ? `${count(actions)} splits and dividends` : null,
    report.supply ? "supply" : null,
  ].filter((part) => part !== null);
  const what = chunks === 0 ? "nothing is missing" : parts.join(" · ");
  const [firstRefused] = refused;
  return [
    `${colors.green("✓")} ${symbol} ${timeframe} (${source} ${instrument}): ${what}`,
    ...revisionLines(revised).map((line) => colors.yellow(`    ${line}`)),
    ...(firstRefused === undefined
      ? []
      : [
          colors.yellow(
            `    ${count(refused.length)} bars left out, the first of ${formatTime(firstRefused.time)}: ${firstRefused.problem}`,
          ),
        ]),
    ...notes.map((note) => colors.dim(`    ${note}`)),
  ];
}

/** Which rows and which of their fields; what they were is in `data show --as-of`. */
function revisionLines(revised: readonly RevisedBar[]): readonly string[] {
  const more = revised.length - REVISIONS_TOLD;
  return [
    ...revised.slice(0, REVISIONS_TOLD).map(({ time, fields }) => `revised ${formatTime(time)}: ${fields.join(", ")}`),
    ...(more > 0 ? [`and ${count(more)} more`] : []),
  ];
}

export function seriesLines(series: readonly ListedSeries[]): readonly string[] {
  const rows = series.map((each) => [
    each.source,
    each.symbol,
    each.timeframe,
    each.instrument,
    count(each.bars),
    each.first === null ? "" : formatTime(each.first),
    each.last === null ? "" : formatTime(each.last),
    each.revised === 0 ? "" : count(each.revised),
    each.askedAt?.toISOString().slice(0, 16).replace("T", " ") ?? "",
  ]);
  const header = ["source", "symbol", "timeframe", "instrument", "bars", "from", "to", "revised", "asked (UTC)"];
  return textTable([header, ...rows], { leftColumns: [0, 1, 2, 3] });
}

export function priceLines({ bars, total }: ShownPrices, colors: Colors): readonly string[] {
  const rows = bars.map(({ time, open, high, low, close, volume }) => [
    formatTime(time),
    ...[open, high, low, close, volume].map(String),
  ]);
  const before = total - bars.length;
  return [
    ...textTable([["time", "open", "high", "low", "close", "volume"], ...rows], { leftColumns: [0] }),
    ...(before > 0 ? [colors.dim(`${count(before)} bars before these; --limit shows more`)] : []),
  ];
}

export function verifiedLines(verified: readonly VerifiedSeries[], colors: Colors): readonly string[] {
  return verified.flatMap(({ series: { source, symbol, timeframe, bars }, problems }) => {
    const isWell = problems.every(({ kind }) => kind === "note");
    return [
      `${isWell ? colors.green("✓") : colors.red("✗")} ${source} ${symbol} ${timeframe}: ${count(bars)} bars`,
      ...problems.map(({ kind, text }) => (kind === "note" ? colors.dim(`    ${text}`) : colors.yellow(`    ${text}`))),
    ];
  });
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
