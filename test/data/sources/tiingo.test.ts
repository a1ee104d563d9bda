import { expect, it } from "vitest";
import { tiingo } from "../../../src/data/sources/equities/tiingo.ts";
import { allBars, asking, barsRequest } from "./support/asking.ts";
import { type PriceAnswer, priceServer } from "./support/price-server.ts";

/** Rows as its page on end-of-day prices shows them: raw, adjusted and actions in one. */
function row(
  date: string,
  close: number,
  over: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const raw = { open: close - 1, high: close + 2, low: close - 2, close, volume: 1_000_000 };
  const adjusted = { adjOpen: 1, adjHigh: 1, adjLow: 1, adjClose: 1, adjVolume: 1 };
  return { date: `${date}T00:00:00.000Z`, ...raw, ...adjusted, divCash: 0, splitFactor: 1, ...over };
}

const ROWS = [
  row("2024-06-07", 1208),
  row("2024-06-10", 121, { splitFactor: 10 }),
  row("2024-06-11", 122, { divCash: 0.01 }),
];
const SPAN = { instrument: "NVDA", from: Date.UTC(2024, 5, 7), to: Date.UTC(2024, 5, 12) };
const KEY = { TIINGO_API_KEY: "abc123" };

it("gives prices as they were traded, and asks for the days of the span with its key in a header", async () => {
  await using server = await priceServer(() => ({ body: ROWS }));
  const { bars } = await allBars(tiingo, barsRequest(SPAN), asking(tiingo, { ...KEY, TIINGO_BASE_URL: server.url }));
  expect(bars.map(({ close }) => close)).toEqual([1208, 121, 122]);
  expect(bars[0]).toEqual({ time: SPAN.from, open: 1207, high: 1210, low: 1206, close: 1208, volume: 1_000_000 });
  const [asked] = server.asked;
  expect(asked?.url.href).toContain("/tiingo/daily/NVDA/prices?startDate=2024-06-07&endDate=2024-06-11");
  expect(asked?.headers.authorization).toBe("Token abc123");
});

it("tells splits and dividends by their day", async () => {
  await using server = await priceServer(() => ({ body: ROWS }));
  const actions = await tiingo.actions?.(barsRequest(SPAN), asking(tiingo, { ...KEY, TIINGO_BASE_URL: server.url }));
  expect(actions).toEqual([
    { kind: "split", exDate: "2024-06-10", ratio: 10 },
    { kind: "dividend", exDate: "2024-06-11", cash: 0.01 },
  ]);
});

it.each<readonly [string, PriceAnswer, string, string]>([
  [
    "no such ticker",
    { status: 404, body: { detail: "Error: Ticker 'XX' not found" } },
    "SOURCE_SYMBOL_UNKNOWN",
    "not found",
  ],
  ["a wrong key", { status: 401, body: { detail: "Please supply a token" } }, "SOURCE_KEY_REFUSED", "supply a token"],
  [
    "the hour used up",
    {
      status: 429,
      headers: { date: "Mon, 10 Mar 2025 12:20:00 GMT" },
      body: { detail: "You have run over your hourly request allocation" },
    },
    "SOURCE_QUOTA",
    "used up",
  ],
  ["a web page", { body: "<!doctype html><title>Log in</title>" }, "SOURCE_ANSWER_INVALID", "Log in"],
  ["a map in place of a list", { body: { detail: "hm" } }, "SOURCE_ANSWER_INVALID", "no list"],
  ["text for a price", { body: [row("2024-06-07", 10, { close: "n/a" })] }, "SOURCE_ANSWER_INVALID", "close is NaN"],
  [
    "keys of a prototype",
    { body: '[{"__proto__": {"date": "2024-06-07", "close": 1}}]' },
    "SOURCE_ANSWER_INVALID",
    "time",
  ],
  ["a cut body", { body: ROWS, cutAfter: 40 }, "SOURCE_UNREACHABLE", "cut off"],
])("%s has one clear error", async (_, answer, code, text) => {
  await using server = await priceServer(() => answer);
  const failed = allBars(tiingo, barsRequest(SPAN), asking(tiingo, { ...KEY, TIINGO_BASE_URL: server.url }));
  await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
});

it.each(["0", "-2", "x", "NaN"])("refuses a split of %s", async (splitFactor) => {
  await using server = await priceServer(() => ({ body: [row("2024-06-10", 121, { splitFactor })] }));
  const failed = tiingo.actions?.(barsRequest(SPAN), asking(tiingo, { ...KEY, TIINGO_BASE_URL: server.url }));
  await expect(failed).rejects.toMatchObject({ code: "SOURCE_ANSWER_INVALID" });
});

it("says where it looks for its key, and shows none that is not one", async () => {
  const asked = (env: Readonly<Record<string, string>>) => allBars(tiingo, barsRequest(SPAN), asking(tiingo, env));
  await expect(asked({})).rejects.toMatchObject({
    code: "SOURCE_KEY_MISSING",
    hint: expect.stringContaining("TIINGO_API_KEY"),
  });
  await expect(asked({ TIINGO_API_KEY: "a\nb" })).rejects.toMatchObject({
    code: "SOURCE_KEY_MISSING",
    message: expect.not.stringContaining("a\nb"),
  });
});

it("knows no bars but those of days", async () => {
  const asked = allBars(tiingo, barsRequest({ ...SPAN, timeframe: "1h" }), asking(tiingo, KEY));
  await expect(asked).rejects.toMatchObject({ code: "SOURCE_REFUSED", message: expect.stringContaining("1h") });
});
