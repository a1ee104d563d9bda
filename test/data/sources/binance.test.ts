import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { binance } from "../../../src/data/sources/binance/binance.ts";
import { zip } from "../support/zip.ts";
import { allBars, asking, barsRequest } from "./support/asking.ts";
import { type PriceAnswer, priceServer } from "./support/price-server.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOW = "2025-03-10T12:00:00Z";

/** A row of `/api/v3/klines`, as the exchange writes it. */
function kline(time: number, frame = DAY): readonly unknown[] {
  const price = (100 + ((time / frame) % 50)).toFixed(2);
  const high = (Number(price) + 1).toFixed(2);
  return [time, price, high, "90.00000000", price, "12.5", time + frame - 1, "1250.0", 308, "6.1", "610.0", "0"];
}

/** What the exchange knows: bars from its listing on, ascending, at most `limit`. */
function klinesOf(url: URL, listed: number, frame: number): readonly unknown[] {
  const [start, end, limit] = ["startTime", "endTime", "limit"].map((name) => Number(url.searchParams.get(name)));
  const rows: unknown[] = [];
  const first = Math.ceil(Math.max(start ?? 0, listed) / frame) * frame;
  for (let time = first; time <= (end ?? 0) && rows.length < (limit ?? 0); time += frame) rows.push(kline(time, frame));
  return rows;
}

const api = (listed: number, frame: number) => (url: URL) => klinesOf(url, listed, frame);

describe("klines", () => {
  it("come page by page, each from the bar after the last, every bar once", async () => {
    const rows = api(Date.UTC(2017, 7, 17), DAY);
    await using server = await priceServer(({ url }) => ({ body: rows(url) }));
    const request = barsRequest({ instrument: "BTCUSDT", from: Date.UTC(2017, 0, 1), to: Date.UTC(2025, 0, 1) });
    const { bars, cursors } = await allBars(binance, request, asking(binance, { BINANCE_BASE_URL: `${server.url}/` }));
    const times = bars.map(({ time }) => time);
    expect(times[0]).toBe(Date.UTC(2017, 7, 17));
    expect(times).toHaveLength((Date.UTC(2025, 0, 1) - Date.UTC(2017, 7, 17)) / DAY);
    expect(new Set(times).size).toBe(times.length);
    expect(cursors.at(-1)).toBeNull();
    expect(server.asked.map(({ url }) => url.searchParams.get("startTime"))).toEqual([
      String(request.from),
      ...cursors.filter((cursor) => cursor !== null),
    ]);
  });

  it("go on from a cursor without what was there before", async () => {
    const rows = api(0, DAY);
    await using server = await priceServer(({ url }) => ({ body: rows(url) }));
    const context = asking(binance, { BINANCE_BASE_URL: server.url });
    const request = barsRequest({ instrument: "BTCUSDT", from: Date.UTC(2019, 0, 1), to: Date.UTC(2025, 0, 1) });
    const whole = await allBars(binance, request, context);
    const [first] = whole.cursors;
    const rest = await allBars(binance, { ...request, cursor: first ?? null }, context);
    expect(rest.bars).toEqual(whole.bars.slice(1000));
  });

  it("are numbers of the texts, opened at their first millisecond", async () => {
    await using server = await priceServer(() => ({
      body: [
        [
          1735689600000,
          "93576.00",
          "95151.15",
          "92888.00",
          "94591.79",
          "10373.32613",
          1735775999999,
          "1",
          2,
          "3",
          "4",
          "0",
        ],
      ],
    }));
    const { bars } = await allBars(
      binance,
      barsRequest({ instrument: "BTCUSDT" }),
      asking(binance, { BINANCE_BASE_URL: server.url }),
    );
    expect(bars).toEqual([
      { time: 1735689600000, open: 93576, high: 95151.15, low: 92888, close: 94591.79, volume: 10373.32613 },
    ]);
  });
});

/** Archives of minutes: one for each month up to January 2025 and for each day after it, in microseconds since 2025. */
function archive(path: string, { frame = MINUTE, withHeader = false } = {}): PriceAnswer {
  const [, period = ""] = /-(\d{4}-\d{2}(?:-\d{2})?)\.zip/.exec(path) ?? [];
  const isMonth = period.length === 7;
  const from = Date.parse(isMonth ? `${period}-01` : period);
  const day = new Date(from);
  const to = isMonth ? Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1) : from + DAY;
  const isThere = isMonth ? period <= "2025-01" : period <= "2025-03-08";
  if (!isThere) return { status: 404, body: "<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>" };
  const lines = withHeader
    ? [
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore",
      ]
    : [];
  for (let time = from; time < to; time += frame) {
    const [, ...rest] = kline(time, frame);
    lines.push([time >= Date.UTC(2025, 0, 1) ? time * 1000 : time, ...rest].join(","));
  }
  const packed = zip({ [path.replace(/.*\/|\.zip.*/g, "").concat(".csv")]: `${lines.join("\n")}\n` });
  const sum = createHash("sha256").update(packed).digest("hex");
  return path.endsWith(".CHECKSUM") ? { body: `${sum}  file.zip\n` } : { body: packed };
}

describe("archives", () => {
  const request = barsRequest({
    instrument: "BTCUSDT",
    timeframe: "1m",
    from: Date.UTC(2024, 11, 30, 6),
    to: Date.UTC(2025, 2, 10, 3),
  });

  it("stand in for long spans: months, then days, then the API, and give the same bars", async () => {
    const rows = api(0, MINUTE);
    await using server = await priceServer(({ url }) =>
      url.pathname.startsWith("/api") ? { body: rows(url) } : archive(url.pathname, { withHeader: true }),
    );
    const env = { BINANCE_BASE_URL: server.url, BINANCE_ARCHIVE_URL: server.url };
    const { bars } = await allBars(binance, request, asking(binance, env, NOW));
    const asked = server.asked.map(({ url }) => url.pathname.replace(/.*\//, ""));
    expect(asked.slice(0, 7)).toEqual([
      "BTCUSDT-1m-2024-12.zip",
      "BTCUSDT-1m-2024-12.zip.CHECKSUM",
      "BTCUSDT-1m-2025-01.zip",
      "BTCUSDT-1m-2025-01.zip.CHECKSUM",
      "BTCUSDT-1m-2025-02.zip",
      "BTCUSDT-1m-2025-02-01.zip",
      "BTCUSDT-1m-2025-02-01.zip.CHECKSUM",
    ]);
    expect(asked.filter((name) => name === "BTCUSDT-1m-2025-02.zip")).toHaveLength(1);
    expect(asked).toContain("BTCUSDT-1m-2025-03-08.zip");
    expect(asked.at(-1)).toBe("klines");
    expect(bars).toHaveLength((request.to - request.from) / MINUTE);
    await using bare = await priceServer(({ url }) => ({ body: rows(url) }));
    const never = { BINANCE_BASE_URL: bare.url, BINANCE_ARCHIVES: "never" };
    const { bars: same } = await allBars(binance, request, asking(binance, never, NOW));
    expect(bars).toEqual(same);
  });

  it("are asked for months of bars as 1mo", async () => {
    await using server = await priceServer(({ url }) => archive(url.pathname, { frame: 31 * DAY }));
    const env = { BINANCE_ARCHIVE_URL: server.url, BINANCE_ARCHIVES: "always" };
    const { bars } = await allBars(
      binance,
      barsRequest({ instrument: "BTCUSDT", timeframe: "1M", from: Date.UTC(2024, 0, 1), to: Date.UTC(2024, 1, 1) }),
      asking(binance, env, NOW),
    );
    expect(bars).toHaveLength(1);
    expect(server.asked[0]?.url.pathname).toBe("/data/spot/monthly/klines/BTCUSDT/1mo/BTCUSDT-1mo-2024-01.zip");
  });

  it.each([
    ["another content than its checksum", (body: Buffer) => body.fill(0, 40, 60)],
    ["a zip that was cut", (body: Buffer) => body.subarray(0, body.length - 30)],
  ])("are refused with %s", async (_, change) => {
    await using server = await priceServer(({ url }) => {
      const answer = archive(url.pathname);
      return url.pathname.endsWith(".zip") ? { body: change(answer.body as Buffer) } : answer;
    });
    const env = { BINANCE_ARCHIVE_URL: server.url, BINANCE_ARCHIVES: "always" };
    await expect(allBars(binance, request, asking(binance, env, NOW))).rejects.toMatchObject({
      code: "SOURCE_ANSWER_INVALID",
      message: expect.stringContaining("SHA-256"),
    });
  });

  it("never take a symbol for a path", async () => {
    const env = { BINANCE_ARCHIVE_URL: "http://127.0.0.1:1", BINANCE_ARCHIVES: "always" };
    for (const instrument of ["../../etc", "A/B", "", "A\0B", ".."]) {
      const asked = allBars(binance, { ...request, instrument }, asking(binance, env, NOW));
      await expect(asked).rejects.toMatchObject({ code: "SOURCE_SYMBOL_UNKNOWN" });
    }
  });
});

describe("what is not right", () => {
  const date = "Mon, 10 Mar 2025 12:00:00 GMT";

  it.each<readonly [string, PriceAnswer, string, string]>([
    [
      "429",
      { status: 429, headers: { "retry-after": "7", date }, body: { code: -1003, msg: "Too many requests" } },
      "SOURCE_UNREACHABLE",
      "HTTP 429",
    ],
    [
      "418",
      { status: 418, headers: { "retry-after": "120", date }, body: { code: -1003, msg: "Way too much" } },
      "SOURCE_QUOTA",
      "banned",
    ],
    [
      "451",
      { status: 451, body: { code: 0, msg: "Service unavailable from a restricted location" } },
      "SOURCE_REFUSED",
      "BINANCE_BASE_URL",
    ],
    [
      "an unknown symbol",
      { status: 400, body: { code: -1121, msg: "Invalid symbol." } },
      "SOURCE_SYMBOL_UNKNOWN",
      "Invalid symbol.",
    ],
    ["5xx", { status: 502, body: "<html><title>Bad gateway</title></html>" }, "SOURCE_UNREACHABLE", "Bad gateway"],
  ])("%s has one clear error", async (_, answer, code, text) => {
    await using server = await priceServer(() => answer);
    const context = asking(binance, { BINANCE_BASE_URL: server.url });
    const failed = allBars(binance, barsRequest({ instrument: "BTCUSDT" }), context);
    await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
  });

  it("a ban ends when the exchange says so, and 429 waits as long as it says", async () => {
    const answer = (status: number, retry: string) => ({
      status,
      headers: { "retry-after": retry, date },
      body: new TextEncoder().encode("{}"),
    });
    expect(binance.classify(answer(418, "120"))).toMatchObject({
      kind: "quota",
      until: new Date("2025-03-10T12:02:00Z"),
    });
    expect(binance.classify(answer(429, "7"))).toMatchObject({ kind: "retry", afterMs: 7000 });
  });

  it("an address that has nearly used up its weight waits a minute", async () => {
    await using server = await priceServer(() => ({ headers: { "X-MBX-USED-WEIGHT-1M": "4900" }, body: [] }));
    const context = asking(binance, { BINANCE_BASE_URL: server.url });
    await allBars(binance, barsRequest({ instrument: "BTCUSDT" }), context);
    expect(context.pauses).toEqual([60_000]);
  });

  it("addresses that are none are refused without showing them", async () => {
    const context = asking(binance, { BINANCE_BASE_URL: "ftp://me:secret@host" });
    const failed = allBars(binance, barsRequest({ instrument: "BTCUSDT" }), context);
    await expect(failed).rejects.toMatchObject({
      code: "SETTING_INVALID",
      message: expect.not.stringContaining("secret"),
    });
  });
});

it("symbols are found by a part of their name or pair", async () => {
  const symbols = [
    { symbol: "BTCUSDT", baseAsset: "BTC", quoteAsset: "USDT", status: "TRADING" },
    { symbol: "ETHBTC", baseAsset: "ETH", quoteAsset: "BTC", status: "TRADING" },
    null,
  ];
  await using server = await priceServer(() => ({ body: { timezone: "UTC", symbols } }));
  const context = asking(binance, { BINANCE_BASE_URL: server.url });
  expect(await binance.search?.("eth/b", context)).toEqual([{ id: "ETHBTC", symbol: "ETHBTC", name: "ETH/BTC" }]);
});
