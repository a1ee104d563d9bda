import { expect, it } from "vitest";
import { massive } from "../../../src/data/sources/equities/massive.ts";
import { allBars, asking, barsRequest } from "./support/asking.ts";
import { type PriceAnswer, priceServer } from "./support/price-server.ts";

const KEY = { MASSIVE_API_KEY: "new", POLYGON_API_KEY: "old" };
const REQUEST = barsRequest({ instrument: "AAPL", to: Date.UTC(2025, 7, 1) });

/** As the reference of its aggregates shows one. */
function bar(t: number, c: number): Readonly<Record<string, unknown>> {
  return { v: 135480400, vw: c, o: c - 1, c, h: c + 1, l: c - 2, t, n: 1100000 };
}

function answer(results: readonly unknown[] | undefined, over: Readonly<Record<string, unknown>> = {}): PriceAnswer {
  const head = { ticker: "AAPL", queryCount: 2, resultsCount: 2, adjusted: false, status: "DELAYED", request_id: "6a" };
  return { body: { ...head, ...(results !== undefined && { results }), ...over } };
}

it("follows next_url by its path alone, so that the key goes to no other host", async () => {
  await using other = await priceServer(() => ({ body: {} }));
  await using server = await priceServer(({ url }) =>
    url.pathname.includes("cursor-page")
      ? answer([bar(Date.UTC(2025, 6, 1, 4), 205)])
      : answer([bar(Date.UTC(2025, 0, 2, 5), 243)], { next_url: `${other.url}/v2/aggs/cursor-page?cursor=bGlt` }),
  );
  const context = asking(massive, { ...KEY, MASSIVE_BASE_URL: server.url });
  const { bars, cursors } = await allBars(massive, REQUEST, context);
  expect(bars.map(({ time, close }) => [time, close])).toEqual([
    [Date.UTC(2025, 0, 2), 243],
    [Date.UTC(2025, 6, 1), 205],
  ]);
  expect(cursors).toEqual(["/v2/aggs/cursor-page?cursor=bGlt", null]);
  expect(other.asked).toEqual([]);
  expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(["Bearer new", "Bearer new"]);
  expect(server.asked[0]?.url.href).toContain(
    "/v2/aggs/ticker/AAPL/range/1/day/2025-01-01/2025-07-31?adjusted=false&sort=asc&limit=50000",
  );
});

it("takes days of coins at midnight UTC, and spans without a bar for what they are", async () => {
  await using server = await priceServer(({ url }) =>
    url.pathname.includes("X%3ABTCUSD")
      ? answer([bar(Date.UTC(2025, 0, 2), 97_000)], { ticker: "X:BTCUSD" })
      : answer(undefined),
  );
  const context = asking(massive, { POLYGON_API_KEY: "old", MASSIVE_BASE_URL: server.url });
  const { bars } = await allBars(massive, { ...REQUEST, instrument: "X:BTCUSD" }, context);
  expect(bars.map(({ time }) => time)).toEqual([Date.UTC(2025, 0, 2)]);
  expect((await allBars(massive, REQUEST, context)).bars).toEqual([]);
  expect(server.asked[0]?.headers.authorization).toBe("Bearer old");
});

it("tells splits and dividends, over all their pages", async () => {
  const split = { execution_date: "2020-08-31", split_from: 1, split_to: 4, ticker: "AAPL" };
  const paid = {
    cash_amount: 0.82,
    currency: "USD",
    dividend_type: "CD",
    ex_dividend_date: "2020-08-07",
    ticker: "AAPL",
  };
  await using server = await priceServer(({ url }) => {
    if (url.pathname.endsWith("splits")) return { body: { status: "OK", results: [split] } };
    const isFirst = !url.searchParams.has("cursor");
    const next = isFirst ? { next_url: "https://api.polygon.io/v3/reference/dividends?cursor=YXA" } : {};
    return {
      body: {
        status: "OK",
        results: [isFirst ? paid : { ...paid, ex_dividend_date: "2020-11-06", cash_amount: 0.205 }],
        ...next,
      },
    };
  });
  const request = { ...REQUEST, from: Date.UTC(2020, 0, 1), to: Date.UTC(2021, 0, 1) };
  expect(await massive.actions?.(request, asking(massive, { ...KEY, MASSIVE_BASE_URL: server.url }))).toEqual([
    { kind: "dividend", exDate: "2020-08-07", cash: 0.82 },
    { kind: "split", exDate: "2020-08-31", ratio: 4 },
    { kind: "dividend", exDate: "2020-11-06", cash: 0.205 },
  ]);
});

it.each<readonly [string, PriceAnswer, string, string]>([
  [
    "a plan that does not reach",
    {
      status: 403,
      body: { status: "NOT_AUTHORIZED", message: "Your plan doesn't include this data timeframe. Please upgrade" },
    },
    "SOURCE_NOT_ON_PLAN",
    "upgrade",
  ],
  [
    "a wrong key",
    { status: 401, body: { status: "ERROR", error: "Unknown API Key" } },
    "SOURCE_KEY_REFUSED",
    "Unknown API Key",
  ],
  ["another ticker", answer([], { ticker: "MSFT" }), "SOURCE_ANSWER_INVALID", "MSFT"],
  ["another adjustment", answer([], { adjusted: true }), "SOURCE_ANSWER_INVALID", "adjusted: true"],
  ["another status", answer([], { status: "ERROR" }), "SOURCE_ANSWER_INVALID", "ERROR"],
  ["a next page that is none", answer([], { next_url: "javascript:alert(1)" }), "SOURCE_ANSWER_INVALID", "next page"],
  [
    "newest first",
    answer([bar(Date.UTC(2025, 0, 3, 5), 243), bar(Date.UTC(2025, 0, 2, 5), 243)]),
    "SOURCE_ANSWER_INVALID",
    "order",
  ],
  ["text for results", answer(undefined, { results: "none" }), "SOURCE_ANSWER_INVALID", "no list"],
])("%s has one clear error", async (_, wrong, code, text) => {
  await using server = await priceServer(() => wrong);
  const failed = allBars(massive, REQUEST, asking(massive, { ...KEY, MASSIVE_BASE_URL: server.url }));
  await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
});

it("goes on from its own places alone", async () => {
  const failed = allBars(massive, { ...REQUEST, cursor: "/v1/else" }, asking(massive, KEY));
  await expect(failed).rejects.toMatchObject({ code: "SOURCE_ANSWER_INVALID" });
});

it("asks five times a minute unless its plan is said to have more", () => {
  const calls = (told?: string) => massive.capabilities({ env: () => told }).callsPerMinute;
  expect([calls(), calls("300"), calls("-1"), calls("many")]).toEqual([5, 300, 5, 5]);
});
