import { describe, expect, it } from "vitest";
import { yahoo } from "../../../src/data/sources/yahoo/yahoo.ts";
import { allBars, asking, barsRequest } from "./support/asking.ts";
import { type PriceAnswer, priceServer } from "./support/price-server.ts";

const seconds = (text: string): number => Date.parse(text) / 1000;

/** A 4:1 split on 31 August 2020, and dividends before and after it, as the chart has them: all in units of today. */
const TIMES = [
  "2020-08-06T13:30:00Z",
  "2020-08-07T13:30:00Z",
  "2020-08-28T13:30:00Z",
  "2020-08-31T13:30:00Z",
  "2020-11-06T14:30:00Z",
];
const CLOSES = [114, 111, 125, 129, 118.75];

interface ChartOf {
  readonly over?: Readonly<Record<string, unknown>>;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly times?: readonly number[];
  readonly quote?: Readonly<Record<string, readonly (number | null)[]>>;
}

function chart({ over = {}, meta = {}, times = TIMES.map(seconds), quote = {} }: ChartOf = {}): PriceAnswer {
  const plus = (amount: number) => CLOSES.map((close) => close + amount);
  const columns = {
    open: plus(-1),
    high: plus(1),
    low: plus(-2),
    close: CLOSES,
    volume: CLOSES.map(() => 4000),
    ...quote,
  };
  const result = {
    meta: {
      currency: "USD",
      symbol: "AAPL",
      gmtoffset: -18000,
      exchangeTimezoneName: "America/New_York",
      dataGranularity: "1d",
      ...meta,
    },
    timestamp: times,
    events: {
      dividends: {
        "1604673000": { amount: 0.205, date: seconds("2020-11-06T14:30:00Z") },
        "1596807000": { amount: 0.205, date: seconds("2020-08-07T13:30:00Z") },
      },
      splits: {
        "1598880600": { date: seconds("2020-08-31T13:30:00Z"), numerator: 4, denominator: 1, splitRatio: "4:1" },
      },
    },
    indicators: { quote: [columns], adjclose: [{ adjclose: CLOSES.map((close) => close / 2) }] },
    ...over,
  };
  return { body: { chart: { result: [result], error: null } } };
}

const REQUEST = barsRequest({ instrument: "AAPL", from: Date.UTC(2020, 7, 1), to: Date.UTC(2020, 11, 1) });

async function barsOf(answer: PriceAnswer, over: Partial<typeof REQUEST> = {}) {
  await using server = await priceServer(() => answer);
  const { bars } = await allBars(yahoo, { ...REQUEST, ...over }, asking(yahoo, { YAHOO_BASE_URL: server.url }));
  return { bars, asked: server.asked };
}

describe("adjustment", () => {
  it("raw undoes the splits that Yahoo has put into its prices, of volumes too", async () => {
    const { bars, asked } = await barsOf(chart(), { adjustment: "raw" });
    expect(bars.map(({ close, volume }) => [close, volume])).toEqual([
      [456, 1000],
      [444, 1000],
      [500, 1000],
      [129, 4000],
      [118.75, 4000],
    ]);
    // Splits up to today count, also for a span that ended before them.
    expect(Number(asked[0]?.url.searchParams.get("period2"))).toBeGreaterThan(seconds("2025-03-10T00:00:00Z"));
  });

  it("split takes them as they are, all scales them by the adjusted close", async () => {
    const split = await barsOf(chart(), { adjustment: "split" });
    expect(split.bars.map(({ close }) => close)).toEqual(CLOSES);
    const all = await barsOf(chart(), { adjustment: "all" });
    expect(all.bars[0]).toEqual({
      time: Date.UTC(2020, 7, 6),
      open: 56.5,
      high: 57.5,
      low: 56,
      close: 57,
      volume: 4000,
    });
  });

  it("all is refused where there is no adjusted close", async () => {
    const { chart: bare } = chart().body as { readonly chart: { readonly result: readonly Record<string, unknown>[] } };
    const [result] = bare.result;
    const indicators = { quote: (result?.["indicators"] as { readonly quote: unknown } | undefined)?.quote };
    await expect(barsOf(chart({ over: { indicators } }), { adjustment: "all" })).rejects.toMatchObject({
      code: "SOURCE_ANSWER_INVALID",
    });
  });
});

it("gives dividends in the units of their day", async () => {
  await using server = await priceServer(() => chart());
  expect(await yahoo.actions?.(REQUEST, asking(yahoo, { YAHOO_BASE_URL: server.url }))).toEqual([
    { kind: "dividend", exDate: "2020-08-07", cash: 0.82 },
    { kind: "split", exDate: "2020-08-31", ratio: 4 },
    { kind: "dividend", exDate: "2020-11-06", cash: 0.205 },
  ]);
});

it("leaves out rows of nulls and the quote of the moment, and counts no volume as none", async () => {
  const times = [...TIMES.slice(0, 4).map(seconds), seconds("2020-08-31T19:59:58Z")];
  const quote = {
    open: [113, null, 124, 128, 128],
    high: [115, null, 126, 130, 131],
    low: [112, null, 123, 127, 127],
    close: [114, null, 125, 129, 130],
    volume: [4000, null, null, 4000, 4000],
  };
  const { bars } = await barsOf(chart({ times, quote }), { adjustment: "split" });
  expect(bars.map(({ time, close, volume }) => [new Date(time).toISOString().slice(0, 10), close, volume])).toEqual([
    ["2020-08-06", 114, 4000],
    ["2020-08-28", 125, 0],
    ["2020-08-31", 129, 4000],
  ]);
});

it("puts days at the day of the exchange, east of UTC too", async () => {
  const times = [
    "2020-08-06T00:00:00Z",
    "2020-08-07T00:00:00Z",
    "2020-08-11T00:00:00Z",
    "2020-08-12T00:00:00Z",
    "2020-08-13T00:00:00Z",
  ];
  const sydney = { exchangeTimezoneName: "Australia/Sydney" };
  const { bars } = await barsOf(chart({ times: times.map((time) => seconds(time) - 3600), meta: sydney }), {
    adjustment: "split",
  });
  expect(bars.map(({ time }) => time)).toEqual(times.map((time) => Date.parse(time)));
});

it("asks for minutes a week at a time, and says since when it has them", async () => {
  const meta = { dataGranularity: "1m" };
  await using server = await priceServer(() => chart({ meta, over: { timestamp: [], indicators: { quote: [{}] } } }));
  const to = Date.UTC(2025, 2, 10);
  const request = { ...REQUEST, timeframe: "1m", from: to - 16 * 86_400_000, to, adjustment: "split" } as const;
  const { cursors } = await allBars(yahoo, request, asking(yahoo, { YAHOO_BASE_URL: server.url }));
  expect(cursors).toEqual([String(to - 9 * 86_400_000), String(to - 2 * 86_400_000), null]);
  const known = yahoo.capabilities({ env: () => undefined });
  expect([known.earliest("1m", new Date(to)), known.earliest("1d", new Date(to))]).toEqual(["2025-02-09", null]);
});

it.each<readonly [string, PriceAnswer, string, string]>([
  [
    "no such symbol",
    {
      status: 404,
      body: {
        chart: { result: null, error: { code: "Not Found", description: "No data found, symbol may be delisted" } },
      },
    },
    "SOURCE_SYMBOL_UNKNOWN",
    "delisted",
  ],
  ["429", { status: 429, body: "Edge: Too Many Requests" }, "SOURCE_UNREACHABLE", "no official service"],
  ["the same with 200", { body: "Too Many Requests\r\n" }, "SOURCE_UNREACHABLE", "Too Many Requests"],
  [
    "a crumb",
    { status: 401, body: { finance: { error: { code: "Unauthorized", description: "Invalid Crumb" } } } },
    "SOURCE_REFUSED",
    "Invalid Crumb",
  ],
  [
    "minutes too old",
    {
      status: 422,
      body: {
        chart: {
          error: {
            description: "1m data not available for startTime=1. The requested range must be within the last 30 days.",
          },
        },
      },
    },
    "SOURCE_NOT_ON_PLAN",
    "30 days",
  ],
  ["longer bars than asked for", chart({ meta: { dataGranularity: "1mo" } }), "SOURCE_ANSWER_INVALID", "1mo"],
  ["another symbol", chart({ meta: { symbol: "MSFT" } }), "SOURCE_ANSWER_INVALID", "MSFT"],
  ["no zone", chart({ meta: { exchangeTimezoneName: "Mars/Base" } }), "SOURCE_ANSWER_INVALID", "Mars/Base"],
  ["uneven columns", chart({ quote: { close: [1] } }), "SOURCE_ANSWER_INVALID", "different lengths"],
  [
    "a split by zero",
    chart({ over: { events: { splits: { 1: { date: 1598880600, numerator: 0, denominator: 1 } } } } }),
    "SOURCE_ANSWER_INVALID",
    "",
  ],
  [
    "a consent page",
    { body: "<!DOCTYPE html><html><head><title>Yahoo is part of</title></head></html>" },
    "SOURCE_ANSWER_INVALID",
    "web page",
  ],
])("%s has one clear error", async (_, answer, code, text) => {
  await expect(barsOf(answer)).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
});
