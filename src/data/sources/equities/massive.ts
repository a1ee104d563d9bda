import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { addressSetting } from "../answers/address-setting.ts";
import { excerptOf, parseAnswer } from "../answers/answer-text.ts";
import { checkedActions, dateOf } from "../answers/checked-actions.ts";
import { checkedBars } from "../answers/checked-bars.ts";
import { classifyStatus } from "../answers/classify-status.ts";
import { dayInZone, NEW_YORK } from "../answers/day-in-zone.ts";
import { knownTimeframe } from "../answers/known-timeframe.ts";
import { listOf, memberOf, numberOf, textOf } from "../answers/read-value.ts";
import { sourceKey } from "../answers/source-key.ts";
import { timeframeMs } from "../../bars/timeframe.ts";
import type {
  AnswerVerdict,
  BarsPage,
  BarsRequest,
  CorporateAction,
  FoundInstrument,
  Source,
  SourceAnswer,
  SourceBar,
  SourceContext,
} from "../source.ts";
import { invalidAnswer } from "../source-error.ts";

const NAME = "massive";
const KEY_NAMES = ["MASSIVE_API_KEY", "POLYGON_API_KEY"] as const;

const TIMEFRAMES = {
  "1m": "1/minute",
  "5m": "5/minute",
  "15m": "15/minute",
  "30m": "30/minute",
  "1h": "1/hour",
  "2h": "2/hour",
  "4h": "4/hour",
  "1d": "1/day",
  "1w": "1/week",
  "1M": "1/month",
} as const;

/** Of the free plan. */
const FREE_CALLS = 5;

/** Stocks, indices, currencies and coins of Massive, which was Polygon until October 2025. */
export const massive: Source = {
  name: NAME,
  description: "Stocks, indices, currencies and coins of Massive (Polygon until 2025)",
  capabilities: (context) => ({
    timeframes: Object.keys(TIMEFRAMES),
    callsPerMinute: callsPerMinute(context),
    earliest: () => null,
    maxSpanMs: null,
    keyNames: KEY_NAMES,
    needsKey: true,
    adjustments: ["raw", "split"],
    revises: true,
  }),
  search,
  bars,
  actions,
  classify,
};

/** Paid plans have no limit worth the name; which plan a key belongs to, no answer says. */
function callsPerMinute(context: Pick<SourceContext, "env">): number {
  const told = Number(context.env("MASSIVE_CALLS_PER_MINUTE") ?? FREE_CALLS);
  return Number.isInteger(told) && told > 0 ? Math.min(told, 6000) : FREE_CALLS;
}

/** The cursor is path and query of the source's `next_url`. */
async function* bars(request: BarsRequest, context: SourceContext): AsyncGenerator<BarsPage, void, undefined> {
  const { instrument, timeframe } = request;
  const isDaily = timeframeMs(timeframe) >= DAY_MS;
  const isAdjusted = request.adjustment !== "raw";
  const frame = knownTimeframe(NAME, timeframe, TIMEFRAMES);
  const span = isDaily ? `${dateOf(request.from)}/${dateOf(request.to - 1)}` : `${request.from}/${request.to - 1}`;
  const query = `adjusted=${isAdjusted}&sort=asc&limit=50000`;
  const first = `/v2/aggs/ticker/${encodeURIComponent(instrument)}/range/${frame}/${span}?${query}`;
  if (request.cursor !== null && !request.cursor.startsWith("/v2/aggs/"))
    throw invalidAnswer(NAME, `"${request.cursor}" is no place to go on from`, "Begin again without it.");
  for (let path = request.cursor ?? first; ; ) {
    const answer = await ask(path, context);
    if (textOf(answer, "ticker") !== instrument)
      throw invalidAnswer(NAME, `the answer is about "${textOf(answer, "ticker")}", not about ${instrument}`);
    if (memberOf(answer, "adjusted") !== isAdjusted)
      throw invalidAnswer(
        NAME,
        `the answer says adjusted: ${String(memberOf(answer, "adjusted"))}, which was not asked for`,
      );
    const next = nextPath(answer, path);
    yield { bars: checkedBars(NAME, request, barsOf(resultsOf(answer), isDaily)), next };
    if (next === null) return;
    path = next;
  }
}

/** Where there is nothing, there is no list either. */
function resultsOf(answer: unknown): readonly unknown[] {
  if (memberOf(answer, "results") === undefined) return [];
  const results = listOf(answer, "results");
  if (results !== null) return results;
  throw invalidAnswer(NAME, "its results are no list");
}

function barsOf(rows: readonly unknown[], isDaily: boolean): readonly SourceBar[] {
  const inNewYork = isDaily ? dayInZone(NEW_YORK) : null;
  return rows.map((row) => {
    const time = numberOf(memberOf(row, "t"));
    // Days of stocks begin at midnight in New York, those of coins and currencies at midnight UTC.
    const isPlaced = inNewYork === null || time % DAY_MS === 0;
    return {
      time: isPlaced ? time : inNewYork(time),
      open: numberOf(memberOf(row, "o")),
      high: numberOf(memberOf(row, "h")),
      low: numberOf(memberOf(row, "l")),
      close: numberOf(memberOf(row, "c")),
      // Indices have none.
      volume: numberOf(memberOf(row, "v") ?? 0),
    };
  });
}

/** Of an address only path and query are taken: the key goes to nobody else. */
function nextPath(answer: unknown, before: string): string | null {
  const address = textOf(answer, "next_url");
  if (address === "") return null;
  const url = URL.canParse(address) ? new URL(address) : null;
  const path = url === null ? "" : `${url.pathname}${url.search}`;
  if (url !== null && /^\/v[23]\//.test(path) && path !== before) return path;
  throw invalidAnswer(NAME, "its next page is none, or the one that was just read");
}

/** @see https://massive.com/docs/rest/stocks/corporate-actions */
async function actions(request: BarsRequest, context: SourceContext): Promise<readonly CorporateAction[]> {
  const splits = await allOf("splits", "execution_date", request, context);
  const dividends = await allOf("dividends", "ex_dividend_date", request, context);
  return checkedActions(NAME, request, [...splits.map(splitOf), ...dividends.map(dividendOf)]);
}

async function allOf(
  kind: "splits" | "dividends",
  day: string,
  request: BarsRequest,
  context: SourceContext,
): Promise<readonly unknown[]> {
  const query = new URLSearchParams({
    ticker: request.instrument,
    [`${day}.gte`]: dateOf(request.from),
    [`${day}.lte`]: dateOf(request.to - 1),
    limit: "1000",
  });
  const rows: unknown[] = [];
  for (let path: string | null = `/v3/reference/${kind}?${query.toString()}`; path !== null; ) {
    const answer: unknown = await ask(path, context);
    rows.push(...resultsOf(answer));
    path = nextPath(answer, path);
  }
  return rows;
}

function splitOf(row: unknown): CorporateAction {
  const ratio = numberOf(memberOf(row, "split_to")) / numberOf(memberOf(row, "split_from"));
  return { kind: "split", exDate: textOf(row, "execution_date"), ratio };
}

/** Its amounts are those of their day, whatever was split later. */
function dividendOf(row: unknown): CorporateAction {
  return { kind: "dividend", exDate: textOf(row, "ex_dividend_date"), cash: numberOf(memberOf(row, "cash_amount")) };
}

async function search(text: string, context: SourceContext): Promise<readonly FoundInstrument[]> {
  const query = new URLSearchParams({ search: text, active: "true", limit: "50" });
  const results = resultsOf(await ask(`/v3/reference/tickers?${query.toString()}`, context));
  return results
    .map((one) => ({ id: textOf(one, "ticker"), symbol: textOf(one, "ticker"), name: textOf(one, "name") }))
    .filter(({ id }) => id !== "");
}

async function ask(path: string, context: SourceContext): Promise<unknown> {
  const url = `${addressSetting("MASSIVE_BASE_URL", "https://api.massive.com", context)}${path}`;
  const headers = { authorization: `Bearer ${sourceKey(NAME, KEY_NAMES, context)}` };
  const answer = parseAnswer(NAME, await context.get({ url, headers }));
  const status = textOf(answer, "status");
  // The free plan's answers are called DELAYED.
  if (status === "OK" || status === "DELAYED") return answer;
  throw invalidAnswer(NAME, `the answer has the status "${status}"`);
}

const MINUTE_MS = 60_000;

function classify(answer: SourceAnswer): AnswerVerdict {
  const text = excerptOf(answer);
  if (answer.status === 403 && /NOT_AUTHORIZED|entitled|upgrade/i.test(text))
    return { kind: "not_on_plan", earliest: null, reason: `HTTP 403${text}` };
  const verdict = classifyStatus(answer);
  // Its limit is one of a minute, and it does not say how much of it is left.
  return answer.status === 429 && verdict.kind === "retry" && verdict.afterMs === null
    ? { ...verdict, afterMs: MINUTE_MS }
    : verdict;
}
