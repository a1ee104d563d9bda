import { AppError } from "../../../core/errors/app-error.ts";
import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { timeframeMs } from "../../bars/timeframe.ts";
import { checkedBars } from "../answers/checked-bars.ts";
import { invalidAnswer } from "../source-error.ts";
import type { BarsPage, BarsRequest, FoundInstrument, Source, SourceAnswer, SourceContext } from "../source.ts";
import { barsOfPoints } from "./bars-of-points.ts";
import { candleDays, candles, isCandleTimeframe, longestDays } from "./candles.ts";
import { type ChartPoint, chartPoints } from "./chart-points.ts";
import { classifyCoingecko } from "./classify-coingecko.ts";
import { coinList, searchCoins } from "./coin-list.ts";
import { coinSupply } from "./coin-supply.ts";
import { coingeckoSettings, KEY_NAMES } from "./coingecko-settings.ts";

const NAME = "coingecko";

/** From 2 to 90 days, a chart has a point an hour on every plan. Longer ones have one a day, and shorter ones may have more. */
const LONGEST_CHART_MS = 90 * DAY_MS;
const SHORTEST_CHART_MS = 2 * DAY_MS;
const CHART_TIMEFRAMES: readonly string[] = ["1d", "1h"];
/** Without a paid plan; also of coins that are older. */
const FREE_DAYS = 365;
/** Hours without a point at the end of the newest day: it is not told to its end yet. */
const LATE_MS = 2 * 3_600_000;

/**
 * CoinGecko, version 3. Only paid plans have daily candles: `1d` and `1h` are made of the hourly points of charts on all plans, so that a series
 * does not change its nature with a key. Prices are in US dollars.
 */
export const coingecko: Source = {
  name: NAME,
  description:
    "Coins in US dollars, by CoinGecko; days are made of hourly points, without a paid plan of the last 365 days",
  capabilities(context) {
    const { plan, callsPerMinute, chunkPauseMs } = coingeckoSettings(context);
    return {
      timeframes: [...CHART_TIMEFRAMES, "30m", "4h", "4d"],
      callsPerMinute,
      chunkPauseMs,
      earliest(timeframe, now) {
        if (isCandleTimeframe(timeframe)) return dayAfter(now.getTime() - longestDays(timeframe) * DAY_MS);
        return plan === "pro" ? null : dayAfter(now.getTime() - FREE_DAYS * DAY_MS);
      },
      maxSpanMs: LONGEST_CHART_MS,
      keyNames: KEY_NAMES,
      needsKey: false,
      adjustments: ["raw"],
      revises: true,
    };
  },
  async search(text, context) {
    return searchCoins(await listCoins(context), text);
  },
  async symbolOf(instrument, context) {
    return (await listCoins(context)).find(({ id }) => id === instrument) ?? null;
  },
  bars: (request, context) =>
    isCandleTimeframe(request.timeframe) ? candlePages(request, context) : chartPages(request, context),
  async supply({ instrument }, context) {
    const query = { localization: "false", tickers: "false", community_data: "false", developer_data: "false" };
    const answer = await ask(context, ["coins", instrument], { ...query, market_data: "true", sparkline: "false" });
    return coinSupply(NAME, answer, context.now);
  },
  classify: classifyCoingecko,
};

async function listCoins(context: SourceContext): Promise<readonly FoundInstrument[]> {
  return coinList(NAME, await ask(context, ["coins", "list"], { include_platform: "false" }));
}

async function* chartPages(request: BarsRequest, context: SourceContext): AsyncGenerator<BarsPage> {
  const { instrument, timeframe, to } = request;
  if (!CHART_TIMEFRAMES.includes(timeframe)) throw unknownTimeframe(timeframe);
  const lengthMs = timeframeMs(timeframe);
  let from = request.cursor === null ? request.from : Number(request.cursor);
  while (from < to) {
    const end = Math.min(to, from + LONGEST_CHART_MS);
    const answer = await ask(context, ["coins", instrument, "market_chart", "range"], {
      vs_currency: "usd",
      from: String(Math.floor(Math.min(from, end - SHORTEST_CHART_MS) / 1000)),
      to: String(Math.ceil(end / 1000) - 1),
    });
    const points = chartPoints(NAME, answer).filter(({ time }) => time >= from && time < end);
    refuseDailyPoints(points);
    const bars = barsOfPoints(toldToTheEnd(points, lengthMs, context.now), lengthMs);
    // A volume of 24 hours is not that of an hour.
    const own = lengthMs === DAY_MS ? bars : bars.map((bar) => ({ ...bar, volume: 0 }));
    const next = end < to ? String(end) : null;
    yield { bars: checkedBars(NAME, { ...request, from, to: end }, own), next, derived: "hourly_points" };
    from = end;
  }
}

/** Days of one point each are no days: open, high and low would all be its price. */
function refuseDailyPoints(points: readonly ChartPoint[]): void {
  const [first, last] = [points[0]?.time ?? 0, points.at(-1)?.time ?? 0];
  if (points.length < 3 || (last - first) / (points.length - 1) < 12 * 3_600_000) return;
  throw invalidAnswer(NAME, "the chart has a point a day, and not one an hour");
}

/** Without the points of the newest day when they end before it does. */
function toldToTheEnd(points: readonly ChartPoint[], lengthMs: number, now: Date): readonly ChartPoint[] {
  const last = points.at(-1)?.time ?? 0;
  const begin = Math.floor(last / lengthMs) * lengthMs;
  const isNew = now.getTime() - last < SHORTEST_CHART_MS;
  const isCut = lengthMs === DAY_MS && isNew && begin + DAY_MS - last > LATE_MS;
  return isCut ? points.filter(({ time }) => time < begin) : points;
}

async function* candlePages(request: BarsRequest, context: SourceContext): AsyncGenerator<BarsPage> {
  const { instrument, timeframe, from, to } = request;
  if (!isCandleTimeframe(timeframe)) throw unknownTimeframe(timeframe);
  const days = candleDays(timeframe, context.now.getTime() - from);
  const answer = await ask(context, ["coins", instrument, "ohlc"], { vs_currency: "usd", days: String(days) });
  const bars = candles(NAME, answer, timeframe);
  yield { bars: checkedBars(NAME, { instrument, timeframe, from, to }, bars), next: null };
}

function ask(
  context: SourceContext,
  steps: readonly string[],
  query: Readonly<Record<string, string>>,
): Promise<SourceAnswer> {
  const { baseUrl, headers } = coingeckoSettings(context);
  const odd = steps.find((step) => /^\.*$/.test(step));
  if (odd !== undefined) throw new AppError("SOURCE_SYMBOL_UNKNOWN", `${NAME}: "${odd}" is no id of a coin`);
  const path = steps.map((step) => encodeURIComponent(step.toWellFormed())).join("/");
  return context.get({ url: `${baseUrl}/${path}?${new URLSearchParams(query).toString()}`, headers });
}

function unknownTimeframe(timeframe: string): AppError {
  return new AppError("SOURCE_REFUSED", `${NAME} has no bars of ${timeframe}`, {
    hint: `It has ${[...CHART_TIMEFRAMES, "30m", "4h", "4d"].join(", ")}.`,
  });
}

/** The first day that begins after a moment. */
function dayAfter(time: number): string {
  return new Date((Math.floor(time / DAY_MS) + 1) * DAY_MS).toISOString().slice(0, 10);
}
