import { type Note, noteLine } from "../../core/notes/note.ts";
import { describeRefusals, refusalsOf } from "../../engine/refusals.ts";
import { describeMetric } from "../../engine/metrics/metric-catalogue.ts";
import { isFragile } from "../../analytics/ranking/plateau-score.ts";
import { barDateFormat, formatDay } from "../format/format-date.ts";
import { formatCount } from "../format/format-number.ts";
import { formatParam } from "../format/format-param.ts";
import { rarelyTradedText } from "../rarely-traded.ts";
import type { RankedCell, TearsheetInput } from "../tearsheet-input.ts";

/** What was run, over which data, and what was chosen. */
export interface Masthead {
  readonly title: string;
  readonly description: string;
  readonly date: string;
  readonly facts: readonly string[];
  /** How the shown cell was chosen; empty when there is none. */
  readonly choice: string;
  readonly params: readonly ShownParam[];
  /** Remarks on how the result was made, such as "same-bar fill". */
  readonly stamps: readonly string[];
  /** What the reader must know before the numbers. */
  readonly warnings: readonly string[];
}

interface ShownParam {
  readonly name: string;
  readonly value: string;
  /** Varies in the grid. */
  readonly varies: boolean;
}

const MOST_SYMBOLS = 8;

export function mastheadOf(input: TearsheetInput): Masthead {
  const { run, backtest, best, axes } = input;
  return {
    title: run.dag,
    description: run.description,
    date: formatDay(run.logicalDate.getTime()),
    facts: [
      ...(backtest.name === "backtest" ? [] : [backtest.name]),
      `${backtest.strategy}${marketText(backtest)}`,
      ...(best === null ? [] : [periodText(best.time)]),
    ],
    choice: choiceText(input),
    params: Object.entries(best?.params ?? {}).map(([name, value]) => ({
      name,
      value: formatParam(value),
      varies: axes.includes(name),
    })),
    stamps: best?.stamps ?? [],
    warnings: warningsOf(input),
  };
}

/** Empty where the strategy has data of its own. */
function marketText({ symbols, timeframe }: TearsheetInput["backtest"]): string {
  return symbols.length === 0 ? "" : ` on ${symbolsText(symbols)}, ${timeframe}`;
}

function symbolsText(symbols: readonly string[]): string {
  const shown = symbols.slice(0, MOST_SYMBOLS).join(", ");
  const more = symbols.length - MOST_SYMBOLS;
  return more > 0 ? `${shown} and ${formatCount(more)} more` : shown;
}

function periodText(time: Float64Array): string {
  const [first, last] = [time[0], time.at(-1)];
  if (first === undefined || last === undefined) return "no bars";
  const date = barDateFormat(time);
  return `${date(first)} to ${date(last)}, ${formatCount(time.length)} bar${time.length === 1 ? "" : "s"}`;
}

function choiceText({ cells, best, backtest }: TearsheetInput): string {
  if (best === null) return "";
  return cells.total > 1
    ? `Best of ${formatCount(cells.total)} cells by ${describeMetric(backtest.objective).label}`
    : "A single backtest";
}

function warningsOf({
  best,
  cells,
  judgement,
  notes = [],
  ranked,
  backtest: { minTrades = 0 },
}: TearsheetInput): readonly string[] {
  const warnings: string[] = [];
  if (best === null)
    warnings.push("No cell succeeded, so there is no curve to show. The log of the run has the errors.");
  if (best !== null && cells.failed > 0)
    warnings.push(`${formatCount(cells.failed)} of ${formatCount(cells.total)} cells failed.`);
  if (judgement !== undefined && isFragile(judgement.plateau_score) === true)
    warnings.push("The best cell is fragile: its neighbours in the grid do much worse.");
  if (best?.equity.some((value) => value <= 0)) warnings.push("The account went bankrupt.");
  if (best?.metrics.total_trades === 0)
    warnings.push("The strategy never traded: the figures below are those of cash.");
  const refused = describeRefusals(refusalsOf(best?.rejections ?? []));
  const told: readonly Note[] = refused === null ? notes : [...notes, { kind: "orders_refused", text: refused }];
  const line = noteLine(told);
  if (line !== null) warnings.push(line);
  const isRare = ({ metrics }: RankedCell): boolean => (metrics.total_trades ?? 0) < minTrades;
  const rare = rarelyTradedText(minTrades, ranked.filter(isRare).length, ranked.length);
  if (rare !== null && cells.total > 1) warnings.push(rare);
  return warnings;
}
