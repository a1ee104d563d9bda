import { AppError } from "../../../core/errors/app-error.ts";
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
import {
  ADJUSTMENTS,
  type AnswerVerdict,
  type BarsPage,
  type BarsRequest,
  type CorporateAction,
  type Source,
  type SourceAnswer,
  type SourceBar,
  type SourceContext,
} from "../source.ts";
import { invalidAnswer } from "../source-error.ts";

const NAME = "alpaca";
const KEY_NAMES = ["APCA_API_KEY_ID", "ALPACA_API_KEY"] as const;
const SECRET_NAMES = ["APCA_API_SECRET_KEY", "ALPACA_SECRET_KEY"] as const;

const TIMEFRAMES = {
  "1m": "1Min",
  "5m": "5Min",
  "15m": "15Min",
  "30m": "30Min",
  "1h": "1Hour",
  "2h": "2Hour",
  "4h": "4Hour",
  "1d": "1Day",
  "1w": "1Week",
  "1M": "1Month",
} as const;

const FEEDS = ["sip", "iex", "otc", "boats"] as const;
/** What the whole market traded in the last quarter of an hour costs extra. */
const RECENT_MS = 16 * 60_000;
const BARS_PER_PAGE = "10000";

/** American stocks and ETFs, all adjustments, with the keys of a broker's account. */
export const alpaca: Source = {
  name: NAME,
  description: "American stocks and ETFs since 2016, with the keys of an Alpaca account",
  capabilities: () => ({
    timeframes: Object.keys(TIMEFRAMES),
    // The free plan has 200.
    callsPerMinute: 190,
    earliest: () => "2016-01-01",
    maxSpanMs: null,
    keyNames: KEY_NAMES,
    needsKey: true,
    adjustments: ADJUSTMENTS,
    revises: true,
  }),
  bars,
  actions,
  classify,
};

/** The cursor is the `next_page_token` of the source. */
async function* bars(request: BarsRequest, context: SourceContext): AsyncGenerator<BarsPage, void, undefined> {
  const { instrument } = request;
  const isDaily = timeframeMs(request.timeframe) >= DAY_MS;
  const feed = feedOf(context);
  // A day that is not over is dropped in any case; to ask for its last minutes would have the whole request refused.
  const latest = isDaily && feed === "sip" ? context.now.getTime() - RECENT_MS : request.to;
  const query = {
    symbols: instrument,
    timeframe: knownTimeframe(NAME, request.timeframe, TIMEFRAMES),
    start: new Date(request.from).toISOString(),
    end: new Date(Math.max(request.from, Math.min(request.to - 1, latest))).toISOString(),
    adjustment: request.adjustment,
    feed,
    limit: BARS_PER_PAGE,
    sort: "asc",
  };
  for (let token = request.cursor; ; ) {
    const answer = await ask("/v2/stocks/bars", { ...query, ...(token !== null && { page_token: token }) }, context);
    // Pages are cut by count over all symbols: one may have nothing of this one, and more to come.
    const found = memberOf(answer, "bars") ?? {};
    const rows = memberOf(found, instrument) === undefined ? [] : listOf(found, instrument);
    if (rows === null || typeof found !== "object") throw invalidAnswer(NAME, `${instrument}: its bars are no list`);
    const next = nextToken(answer, token);
    yield { bars: checkedBars(NAME, request, barsOf(rows, isDaily)), next };
    if (next === null) return;
    token = next;
  }
}

function barsOf(rows: readonly unknown[], isDaily: boolean): readonly SourceBar[] {
  // A daily bar stands at midnight in New York.
  const dayOf = isDaily ? dayInZone(NEW_YORK) : null;
  return rows.map((row) => {
    const time = Date.parse(textOf(row, "t"));
    return {
      time: dayOf === null ? time : dayOf(time),
      open: numberOf(memberOf(row, "o")),
      high: numberOf(memberOf(row, "h")),
      low: numberOf(memberOf(row, "l")),
      close: numberOf(memberOf(row, "c")),
      volume: numberOf(memberOf(row, "v")),
    };
  });
}

/** A token that comes back would have us ask for ever. */
function nextToken(answer: unknown, before: string | null): string | null {
  const next = memberOf(answer, "next_page_token") ?? null;
  if (next === null || next === "") return null;
  if (typeof next === "string" && next !== before) return next;
  throw invalidAnswer(NAME, "its next page is the one that was just read");
}

/** @see https://docs.alpaca.markets/reference/corporateactions-1 */
async function actions(request: BarsRequest, context: SourceContext): Promise<readonly CorporateAction[]> {
  const query = {
    symbols: request.instrument,
    types: "forward_split,reverse_split,cash_dividend",
    start: dateOf(request.from),
    end: dateOf(request.to - 1),
    limit: "1000",
    sort: "asc",
  };
  const found: CorporateAction[] = [];
  for (let token: string | null = null; ; ) {
    const answer = await ask(
      "/v1/corporate-actions",
      { ...query, ...(token !== null && { page_token: token }) },
      context,
    );
    const kinds = memberOf(answer, "corporate_actions");
    const splits = ["forward_splits", "reverse_splits"].flatMap((kind) => listOf(kinds, kind) ?? []);
    found.push(...splits.map(splitOf), ...(listOf(kinds, "cash_dividends") ?? []).map(dividendOf));
    token = nextToken(answer, token);
    if (token === null) return checkedActions(NAME, request, found);
  }
}

function splitOf(row: unknown): CorporateAction {
  const ratio = numberOf(memberOf(row, "new_rate")) / numberOf(memberOf(row, "old_rate"));
  return { kind: "split", exDate: textOf(row, "ex_date"), ratio };
}

function dividendOf(row: unknown): CorporateAction {
  return { kind: "dividend", exDate: textOf(row, "ex_date"), cash: numberOf(memberOf(row, "rate")) };
}

async function ask(path: string, query: Readonly<Record<string, string>>, context: SourceContext): Promise<unknown> {
  const base = addressSetting("ALPACA_DATA_URL", "https://data.alpaca.markets", context);
  const headers = {
    "apca-api-key-id": sourceKey(NAME, KEY_NAMES, context),
    "apca-api-secret-key": sourceKey(NAME, SECRET_NAMES, context),
  };
  const url = `${base}${path}?${new URLSearchParams(query).toString()}`;
  return parseAnswer(NAME, await context.get({ url, headers }));
}

function feedOf(context: SourceContext): (typeof FEEDS)[number] {
  const told = context.env("ALPACA_FEED") ?? "sip";
  const feed = FEEDS.find((one) => one === told);
  if (feed !== undefined) return feed;
  throw new AppError("SETTING_INVALID", `ALPACA_FEED is "${told}"`, { hint: `Set it to one of ${FEEDS.join(", ")}.` });
}

function classify(answer: SourceAnswer): AnswerVerdict {
  const text = excerptOf(answer);
  if (answer.status === 403 && /subscription/i.test(text)) {
    const reason = `HTTP 403${text}. End 16 minutes ago or earlier, or set ALPACA_FEED to iex, which is a slice of the volume`;
    return { kind: "not_on_plan", earliest: null, reason };
  }
  if (answer.status === 400 && /invalid symbol/i.test(text)) return { kind: "not_found", reason: `HTTP 400${text}` };
  return classifyStatus(answer);
}
