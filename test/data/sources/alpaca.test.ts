import { expect, it } from "vitest";
import { alpaca } from "../../../src/data/sources/equities/alpaca.ts";
import { allBars, asking, barsRequest } from "./support/asking.ts";
import { type PriceAnswer, priceServer } from "./support/price-server.ts";

const KEYS = { APCA_API_KEY_ID: "PK1", APCA_API_SECRET_KEY: "s3cr3t" };

/** As its reference of historical bars shows one. */
function bar(t: string, c: number): Readonly<Record<string, unknown>> {
  return { t, o: c - 1, h: c + 1, l: c - 2, c, v: 1000, n: 12, vw: c - 0.5 };
}

const PAGES: Readonly<Record<string, unknown>> = {
  "": { bars: { AAPL: [bar("2025-01-02T05:00:00Z", 243), bar("2025-01-03T05:00:00Z", 244)] }, next_page_token: "QUFQ" },
  // Cut by count over all symbols: nothing of this one.
  QUFQ: { bars: {}, next_page_token: "QUFR" },
  QUFR: { bars: { AAPL: [bar("2025-01-06T05:00:00Z", 245), bar("2025-07-01T04:00:00Z", 205)] }, next_page_token: null },
};

const REQUEST = barsRequest({ instrument: "AAPL", to: Date.UTC(2025, 7, 1), adjustment: "split" });

it("follows page tokens to the end, with two headers, and puts days at their midnight in New York", async () => {
  await using server = await priceServer(({ url }) => ({ body: PAGES[url.searchParams.get("page_token") ?? ""] }));
  const context = asking(alpaca, { ...KEYS, ALPACA_DATA_URL: server.url }, "2025-09-01T00:00:00Z");
  const { bars, cursors } = await allBars(alpaca, REQUEST, context);
  expect(bars.map(({ time, close }) => [new Date(time).toISOString(), close])).toEqual([
    ["2025-01-02T00:00:00.000Z", 243],
    ["2025-01-03T00:00:00.000Z", 244],
    ["2025-01-06T00:00:00.000Z", 245],
    ["2025-07-01T00:00:00.000Z", 205],
  ]);
  expect(cursors).toEqual(["QUFQ", "QUFR", null]);
  const [asked] = server.asked;
  expect(asked?.headers).toMatchObject({ "apca-api-key-id": "PK1", "apca-api-secret-key": "s3cr3t" });
  expect(Object.fromEntries(asked?.url.searchParams ?? [])).toMatchObject({
    symbols: "AAPL",
    timeframe: "1Day",
    adjustment: "split",
    feed: "sip",
    limit: "10000",
  });
  const { bars: rest } = await allBars(alpaca, { ...REQUEST, cursor: "QUFR" }, context);
  expect(rest).toEqual(bars.slice(2));
});

it("does not ask for the last quarter of an hour of days, which costs extra and is dropped", async () => {
  await using server = await priceServer(() => ({ body: { bars: {}, next_page_token: null } }));
  const context = asking(alpaca, { ...KEYS, ALPACA_DATA_URL: server.url }, "2025-01-20T18:00:00Z");
  await allBars(alpaca, REQUEST, context);
  expect(server.asked[0]?.url.searchParams.get("end")).toBe("2025-01-20T17:44:00.000Z");
});

it("tells splits as ratios and dividends by their ex-date", async () => {
  const corporate_actions = {
    forward_splits: [{ symbol: "AAPL", new_rate: 4, old_rate: 1, ex_date: "2020-08-31", process_date: "2020-08-31" }],
    reverse_splits: [{ symbol: "AAPL", new_rate: 1, old_rate: 8, ex_date: "2021-08-02" }],
    cash_dividends: [{ symbol: "AAPL", rate: 0.82, special: false, ex_date: "2020-08-07", payable_date: "2020-08-13" }],
  };
  await using server = await priceServer(() => ({ body: { corporate_actions, next_page_token: null } }));
  const request = { ...REQUEST, from: Date.UTC(2020, 0, 1), to: Date.UTC(2022, 0, 1) };
  const actions = await alpaca.actions?.(request, asking(alpaca, { ...KEYS, ALPACA_DATA_URL: server.url }));
  expect(actions).toEqual([
    { kind: "dividend", exDate: "2020-08-07", cash: 0.82 },
    { kind: "split", exDate: "2020-08-31", ratio: 4 },
    { kind: "split", exDate: "2021-08-02", ratio: 0.125 },
  ]);
});

it.each<readonly [string, PriceAnswer, string, string]>([
  ["wrong keys", { status: 403, body: { message: "forbidden." } }, "SOURCE_KEY_REFUSED", "forbidden"],
  [
    "recent prices on a free plan",
    { status: 403, body: { message: "subscription does not permit querying recent SIP data" } },
    "SOURCE_NOT_ON_PLAN",
    "ALPACA_FEED",
  ],
  ["an invalid symbol", { status: 400, body: { message: "invalid symbol: A PL" } }, "SOURCE_SYMBOL_UNKNOWN", "A PL"],
  ["a limit that does not pass", { status: 429, body: { message: "too many requests." } }, "SOURCE_UNREACHABLE", "429"],
  [
    "a page that leads to itself",
    { body: { bars: {}, next_page_token: "again" } },
    "SOURCE_ANSWER_INVALID",
    "next page",
  ],
  ["bars that are no list", { body: { bars: { AAPL: { t: 1 } } } }, "SOURCE_ANSWER_INVALID", "no list"],
  [
    "a bar without a close",
    { body: { bars: { AAPL: [{ ...bar("2025-01-02T05:00:00Z", 243), c: null }] } } },
    "SOURCE_ANSWER_INVALID",
    "close is NaN",
  ],
  [
    "a web page",
    { body: "<html><head><title>Maintenance</title></head></html>" },
    "SOURCE_ANSWER_INVALID",
    "Maintenance",
  ],
])("%s has one clear error", async (_, answer, code, text) => {
  await using server = await priceServer(() => answer);
  const failed = allBars(alpaca, REQUEST, asking(alpaca, { ...KEYS, ALPACA_DATA_URL: server.url }));
  await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
});

it.each([
  ["the second key", { APCA_API_KEY_ID: "PK1" }, "SOURCE_KEY_MISSING"],
  ["a feed", { ...KEYS, ALPACA_FEED: "all" }, "SETTING_INVALID"],
])("says when %s is not right", async (_, env, code) => {
  await expect(allBars(alpaca, REQUEST, asking(alpaca, env))).rejects.toMatchObject({ code });
});
