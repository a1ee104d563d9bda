import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { addressSetting } from "../answers/address-setting.ts";
import { parseAnswer } from "../answers/answer-text.ts";
import { checkedActions, dateOf } from "../answers/checked-actions.ts";
import { checkedBars } from "../answers/checked-bars.ts";
import { classifyStatus } from "../answers/classify-status.ts";
import { numberOf, textOf, memberOf } from "../answers/read-value.ts";
import { sourceKey } from "../answers/source-key.ts";
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
import { invalidAnswer, sourceError } from "../source-error.ts";

const NAME = "tiingo";
const KEY_NAMES = ["TIINGO_API_KEY", "TIINGO_TOKEN"] as const;

/**
 * Daily prices of American stocks, funds and ETFs as they were traded, with splits and dividends beside them.
 * Prices are corrected until 20:00 in New York, and now and then later.
 */
export const tiingo: Source = {
  name: NAME,
  description: "Daily prices of American stocks, ETFs and funds as they were traded, with splits and dividends",
  capabilities: () => ({
    timeframes: ["1d"],
    // The free plan has 50 requests an hour, and 1,000 a day; what is above ends with 429.
    callsPerMinute: 50,
    earliest: () => "1962-01-02",
    maxSpanMs: null,
    keyNames: KEY_NAMES,
    needsKey: true,
    adjustments: ["raw"],
    revises: true,
  }),
  search,
  bars,
  actions,
  classify,
};

/** One answer has all days of a span, in which a row is a day with its prices and its actions. */
async function* bars(request: BarsRequest, context: SourceContext): AsyncGenerator<BarsPage, void, undefined> {
  const rows = await rowsOf(request, context);
  const found = rows.map((row) => {
    const [open, high, low, close, volume] = ["open", "high", "low", "close", "volume"].map((name) =>
      numberOf(memberOf(row, name)),
    );
    const nothing = Number.NaN;
    return {
      time: dayOf(textOf(row, "date")),
      open: open ?? nothing,
      high: high ?? nothing,
      low: low ?? nothing,
      close: close ?? nothing,
      volume: volume ?? nothing,
    };
  });
  yield { bars: checkedBars(NAME, request, found), next: null };
}

async function actions(request: BarsRequest, context: SourceContext): Promise<readonly CorporateAction[]> {
  const rows = await rowsOf(request, context);
  const found = rows.flatMap((row): readonly CorporateAction[] => {
    const exDate = dateOf(dayOf(textOf(row, "date")));
    return [
      { kind: "split", exDate, ratio: numberOf(memberOf(row, "splitFactor") ?? 1) },
      { kind: "dividend", exDate, cash: numberOf(memberOf(row, "divCash") ?? 0) },
    ];
  });
  return checkedActions(NAME, request, found);
}

async function rowsOf(request: BarsRequest, context: SourceContext): Promise<readonly unknown[]> {
  if (request.timeframe !== "1d")
    throw sourceError(NAME, { kind: "refused", reason: `it has no bars of ${request.timeframe}, only of 1d` });
  const query = new URLSearchParams({
    startDate: dateOf(request.from),
    endDate: dateOf(request.to - 1),
  });
  const rows = await ask(`/tiingo/daily/${encodeURIComponent(request.instrument)}/prices?${query.toString()}`, context);
  if (Array.isArray(rows)) return rows as readonly unknown[];
  throw invalidAnswer(NAME, `${request.instrument}: its prices are no list`);
}

async function ask(path: string, context: SourceContext): Promise<unknown> {
  const url = `${addressSetting("TIINGO_BASE_URL", "https://api.tiingo.com", context)}${path}`;
  const headers = { authorization: `Token ${sourceKey(NAME, KEY_NAMES, context)}` };
  return parseAnswer(NAME, await context.get({ url, headers }));
}

/** `2024-06-10T00:00:00.000Z` is the day, whatever the hour. NaN for what is none. */
function dayOf(text: string): number {
  const time = Date.parse(text);
  return Number.isNaN(time) ? time : Math.floor(time / DAY_MS) * DAY_MS;
}

async function search(text: string, context: SourceContext): Promise<readonly FoundInstrument[]> {
  const query = new URLSearchParams({ query: text, limit: "50" });
  const found = await ask(`/tiingo/utilities/search?${query.toString()}`, context);
  if (!Array.isArray(found)) throw invalidAnswer(NAME, "what it found is no list");
  return (found as readonly unknown[])
    .map((one) => ({ id: textOf(one, "ticker"), symbol: textOf(one, "ticker"), name: textOf(one, "name") }))
    .filter(({ id }) => id !== "");
}

/** Its errors are `{"detail": "…"}`; a limit of an hour or a day ends with 429, and passes with it. */
function classify(answer: SourceAnswer): AnswerVerdict {
  const verdict = classifyStatus(answer);
  if (verdict.kind !== "retry" || answer.status !== 429) return verdict;
  if (verdict.afterMs !== null) return verdict;
  return { kind: "quota", until: nextHour(answer), reason: `HTTP 429: the requests of this hour or day are used up` };
}

/** Its limits begin anew with the hour. */
function nextHour({ headers }: SourceAnswer): Date | null {
  const now = Date.parse(headers["date"] ?? "");
  return Number.isNaN(now) ? null : new Date((Math.floor(now / 3_600_000) + 1) * 3_600_000);
}
