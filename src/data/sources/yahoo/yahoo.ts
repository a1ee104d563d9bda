import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { timeframeMs } from "../../bars/timeframe.ts";
import { addressSetting } from "../answers/address-setting.ts";
import { excerptOf, parseAnswer } from "../answers/answer-text.ts";
import { checkedActions, dateOf } from "../answers/checked-actions.ts";
import { checkedBars } from "../answers/checked-bars.ts";
import { classifyStatus } from "../answers/classify-status.ts";
import { knownTimeframe } from "../answers/known-timeframe.ts";
import { listOf, textOf } from "../answers/read-value.ts";
import { startOfSpan } from "../answers/span-cursor.ts";
import type {
  AnswerVerdict,
  BarsPage,
  BarsRequest,
  CorporateAction,
  FoundInstrument,
  Source,
  SourceAnswer,
  SourceContext,
} from "../source.ts";
import { invalidAnswer } from "../source-error.ts";
import { adjustedRows } from "./adjusted-rows.ts";
import { type Chart, readChart } from "./chart.ts";

const NAME = "yahoo";

interface Interval {
  /** As Yahoo writes it. */
  readonly name: string;
  /** Days that it keeps; null: all. */
  readonly keptDays: number | null;
  /** Longest span of a request in days; null: all of them. */
  readonly spanDays: number | null;
}

const INTERVALS: Readonly<Record<string, Interval>> = {
  "1m": { name: "1m", keptDays: 30, spanDays: 7 },
  "5m": { name: "5m", keptDays: 60, spanDays: 59 },
  "15m": { name: "15m", keptDays: 60, spanDays: 59 },
  "30m": { name: "30m", keptDays: 60, spanDays: 59 },
  "1h": { name: "1h", keptDays: 730, spanDays: 700 },
  "1d": { name: "1d", keptDays: null, spanDays: null },
  "1w": { name: "1wk", keptDays: null, spanDays: null },
  "1M": { name: "1mo", keptDays: null, spanDays: null },
};

/** Stocks of all exchanges, indices, currencies, futures. Unofficial: it may refuse anybody at any time. */
export const yahoo: Source = {
  name: NAME,
  description: "Yahoo Finance, unofficial and as best it can: it refuses without notice, and its past changes",
  capabilities: () => ({
    timeframes: Object.keys(INTERVALS),
    callsPerMinute: 20,
    earliest: (timeframe, now) => {
      const kept = INTERVALS[timeframe]?.keptDays ?? null;
      return kept === null ? null : dateOf(now.getTime() - (kept - 1) * DAY_MS);
    },
    maxSpanMs: null,
    keyNames: [],
    needsKey: false,
    adjustments: ["raw", "split", "all"],
    revises: true,
  }),
  search,
  bars,
  actions,
  classify,
};

/** The cursor is a time in milliseconds. */
async function* bars(request: BarsRequest, context: SourceContext): AsyncGenerator<BarsPage, void, undefined> {
  const interval = knownTimeframe(NAME, request.timeframe, INTERVALS);
  const spanMs = interval.spanDays === null ? Number.POSITIVE_INFINITY : interval.spanDays * DAY_MS;
  const isDaily = timeframeMs(request.timeframe) >= DAY_MS;
  const splits = request.adjustment === "raw" ? await splitsSince(request, context) : [];
  for (let at = startOfSpan(NAME, request); at < request.to; ) {
    const until = Math.min(request.to, at + spanMs);
    const chart = await ask({ instrument: request.instrument, interval: interval.name, from: at, to: until }, context);
    const rows = adjustedRows(chart, {
      splits,
      adjustment: request.adjustment,
      isDaily,
      frameMs: timeframeMs(request.timeframe),
    });
    const found = checkedBars(NAME, { ...request, from: at, to: until }, rows);
    yield { bars: found, next: until < request.to ? String(until) : null };
    at = until;
  }
}

/** Prices are adjusted for all splits up to today: whoever undoes it has to know all of them. */
async function splitsSince(request: BarsRequest, context: SourceContext): Promise<Chart["splits"]> {
  const span = { instrument: request.instrument, interval: "1d", from: request.from, to: context.now.getTime() };
  return span.from < span.to ? (await ask(span, context)).splits : [];
}

/** Dividends are adjusted for later splits like prices are, and are put back into the units of their day. */
async function actions(request: BarsRequest, context: SourceContext): Promise<readonly CorporateAction[]> {
  const span = { instrument: request.instrument, interval: "1d", from: request.from, to: context.now.getTime() };
  if (span.from >= span.to) return [];
  const { splits, dividends } = await ask(span, context);
  const paid = dividends.map(({ exDate, cash }): CorporateAction => {
    const later = splits.filter((split) => split.exDate > exDate);
    return { kind: "dividend", exDate, cash: later.reduce((amount, { ratio }) => amount * ratio, cash) };
  });
  const split = splits.map(({ exDate, ratio }): CorporateAction => ({ kind: "split", exDate, ratio }));
  return checkedActions(NAME, request, [...split, ...paid]);
}

interface Asked {
  readonly instrument: string;
  readonly interval: string;
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
}

async function ask(asked: Asked, context: SourceContext): Promise<Chart> {
  const { instrument, interval } = asked;
  // A daily bar may begin before midnight UTC of its day. Of minutes it gives no more than eight days.
  const marginMs = /[mh]$/.test(interval) ? 0 : DAY_MS;
  const query = new URLSearchParams({
    period1: String(Math.floor((asked.from - marginMs) / 1000)),
    period2: String(Math.ceil((asked.to + marginMs) / 1000)),
    interval,
    events: "div,splits",
    includePrePost: "false",
  });
  const answer = await send(`/v8/finance/chart/${encodeURIComponent(instrument)}?${query.toString()}`, context);
  return readChart(NAME, answer, { instrument, interval });
}

async function search(text: string, context: SourceContext): Promise<readonly FoundInstrument[]> {
  const query = new URLSearchParams({ q: text, quotesCount: "25", newsCount: "0" });
  const quotes = listOf(await send(`/v1/finance/search?${query.toString()}`, context), "quotes");
  if (quotes === null) throw invalidAnswer(NAME, "what it found has no quotes");
  return quotes
    .map((one) => ({
      id: textOf(one, "symbol"),
      symbol: textOf(one, "symbol"),
      name: textOf(one, "longname") || textOf(one, "shortname"),
    }))
    .filter(({ id }) => id !== "");
}

async function send(path: string, context: SourceContext): Promise<unknown> {
  const url = `${addressSetting("YAHOO_BASE_URL", "https://query1.finance.yahoo.com", context)}${path}`;
  // It refuses what says that it is a program, and says so of none.
  const headers = { "user-agent": "Mozilla/5.0 (compatible; Nightgrid)" };
  return parseAnswer(NAME, await context.get({ url, headers }));
}

/** Its limit is also told with status 200, as text. */
function classify(answer: SourceAnswer): AnswerVerdict {
  const text = excerptOf(answer);
  const { status } = answer;
  if (status === 429 || (/too many requests/i.test(text) && !text.startsWith(": {"))) {
    const reason = `HTTP ${status}${text}. It is no official service, and turns programs away by how they connect`;
    return { kind: "retry", afterMs: null, reason };
  }
  if (status === 401 || status === 403) return { kind: "refused", reason: `HTTP ${status}${text}` };
  if (status === 422 && /must be within the last|not available for/i.test(text))
    return { kind: "not_on_plan", earliest: null, reason: `HTTP 422${text}` };
  if (status === 422 || (status === 400 && /no data found|doesn't exist/i.test(text)))
    return { kind: "not_found", reason: `HTTP ${status}${text}` };
  return classifyStatus(answer);
}
