import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { allBars, asking, barsRequest } from "../support/asking.ts";
import { type AskedOfServer, type PriceAnswer, type PriceServer, priceServer } from "../support/price-server.ts";
import { declaredHttp } from "./support.ts";

const DAY = 86_400_000;
const FROM = Date.UTC(2025, 0, 1);
const CSV = "Date;Last;Turnover\n02.01.2025;1.234,50;10\n01.01.2025;1.230,00;20\n";

async function bars(
  declaration: (url: string) => string,
  answer: PriceAnswer | ((asked: AskedOfServer, server: { readonly url: string }) => PriceAnswer),
  {
    env = {},
    ...over
  }: { readonly env?: Readonly<Record<string, string>> } & Partial<ReturnType<typeof barsRequest>> = {},
) {
  const own: { url: string } = { url: "" };
  await using server: PriceServer = await priceServer((asked) =>
    typeof answer === "function" ? answer(asked, own) : answer,
  );
  own.url = server.url;
  const source = declaredHttp(declaration(server.url));
  const found = await allBars(source, barsRequest({ instrument: "ABC", ...over }), asking(source, env));
  return { ...found, asked: server.asked };
}

describe("an address that a project declares", () => {
  it("gives bars of CSV in any form, in the order of time, and closes alone stand for the rest", async () => {
    const declaration = (url: string) =>
      `url: ${url}/{symbol}.csv\ncolumns: { close: Last, volume: Turnover }\ndate_format: DD.MM.YYYY\ndecimal: ","\n`;
    const { bars: found } = await bars(declaration, { body: CSV });
    expect(found).toEqual([
      { time: FROM, open: 1230, high: 1230, low: 1230, close: 1230, volume: 20 },
      { time: FROM + DAY, open: 1234.5, high: 1234.5, low: 1234.5, close: 1234.5, volume: 10 },
    ]);
  });

  it.each([
    ["a packed file", gzipSync(CSV), {}],
    ["a packed answer", gzipSync(CSV), { "content-encoding": "gzip" }],
  ])("reads %s", async (_, body, headers) => {
    const declaration = (url: string) =>
      `url: ${url}/{symbol}.csv.gz\ncolumns: { close: Last, volume: Turnover }\ndate_format: DD.MM.YYYY\ndecimal: ","\n`;
    expect((await bars(declaration, { body, headers })).bars).toHaveLength(2);
  });

  it("reads rows of JSON at a path, with paths in them, and epochs by their size", async () => {
    const row = (time: number, close: number) => ({ at: { s: time / 1000 }, px: [close, { last: close }] });
    const declaration = (url: string) =>
      `url: ${url}/p?s={symbol}\nrows: data.series.0\ncolumns: { time: at.s, close: px.1.last }\ndate_format: epoch\n`;
    const { bars: found } = await bars(declaration, {
      body: { data: { series: [[row(FROM, 10), row(FROM + DAY, 11)]] }, other: [] },
    });
    expect(found.map(({ time, close }) => [time, close])).toEqual([
      [FROM, 10],
      [FROM + DAY, 11],
    ]);
  });

  it("reads parallel lists, and lists without names", async () => {
    const parallel = {
      s: "ok",
      t: [FROM / 1000, FROM / 1000 + 86_400],
      o: [1, 2],
      h: [3, 4],
      l: [1, 1],
      c: [2, 3],
      v: [5, 6],
    };
    const wanted = [
      { time: FROM, open: 1, high: 3, low: 1, close: 2, volume: 5 },
      { time: FROM + DAY, open: 2, high: 4, low: 1, close: 3, volume: 6 },
    ];
    expect((await bars((url) => `url: ${url}/{symbol}\n`, { body: parallel })).bars).toEqual(wanted);
    const lists = [
      [FROM, 1, 3, 1, 2, 5],
      [FROM + DAY, 2, 4, 1, 3, 6],
    ];
    const columns = "columns: { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 }";
    expect((await bars((url) => `url: ${url}/{symbol}\n${columns}\n`, { body: lists })).bars).toEqual(wanted);
  });

  it("asks for the span in encoded parts, with the names of the source, and shows its key in a header alone", async () => {
    const declaration = (url: string) =>
      `url: ${url}/v1/{symbol}/bars?from={from}&to={to}&res={timeframe}\ntimeframes: { 1d: daily, 1h: 60min }\nheaders:\n  Authorization: "Bearer \${secret:VENDOR_KEY}"\n`;
    const { asked } = await bars(
      declaration,
      { body: [] },
      { instrument: "BTC/USD&x=1#é", env: { VENDOR_KEY: "k1234567" } },
    );
    expect(asked[0]?.url.href).toBe(
      "http://localhost/v1/BTC%2FUSD%26x%3D1%23%C3%A9/bars?from=2025-01-01&to=2025-02-01&res=daily",
    );
    expect(asked[0]?.headers.authorization).toBe("Bearer k1234567");
  });

  it("names the variable of a key that is missing", async () => {
    const declaration = (url: string) => `url: ${url}/{symbol}\nheaders: { x-key: "\${secret:VENDOR_KEY}" }\n`;
    await expect(bars(declaration, { body: [] })).rejects.toMatchObject({
      code: "SOURCE_KEY_MISSING",
      message: expect.stringContaining("VENDOR_KEY"),
    });
  });

  it.each([".", ".."])("refuses the symbol %s, which would lead elsewhere", async (instrument) => {
    await expect(bars((url) => `url: ${url}/a/{symbol}/b\n`, { body: [] }, { instrument })).rejects.toMatchObject({
      code: "SOURCE_REFUSED",
    });
  });
});

describe("pages of a declared address", () => {
  const rows = Array.from({ length: 5 }, (_, day) => ({
    date: new Date(FROM + day * DAY).toISOString().slice(0, 10),
    close: 10 + day,
  }));
  const closes = [10, 11, 12, 13, 14];

  it("are followed by number until one is empty", async () => {
    const page = ({ url }: AskedOfServer) => Number(url.searchParams.get("page"));
    const { bars: found, asked } = await bars(
      (url) => `url: ${url}/{symbol}?page={page}\nfirst_page: 0\n`,
      (one) => ({ body: rows.slice(2 * page(one), 2 * page(one) + 2) }),
    );
    expect(found.map(({ close }) => close)).toEqual(closes);
    expect(asked.map(page)).toEqual([0, 1, 2, 3]);
  });

  it("are followed by address, by token and by header, newest first too", async () => {
    const part = (n: number) => rows.slice(n, n + 2);
    const byAddress = await bars(
      (url) => `url: ${url}/{symbol}?n=3\nrows: rows\nnext: paging.next\n`,
      ({ url }) => {
        const n = Number(url.searchParams.get("n"));
        return {
          body: { rows: part(Math.max(0, n)), paging: { next: n > 0 ? `/x?n=${n - 2 < 0 ? 0 : n - 2}` : null } },
        };
      },
    ).catch((error: unknown) => error);
    // The last two pages overlap here: bars that are there twice are refused, never taken twice.
    expect(byAddress).toMatchObject({ code: "SOURCE_ANSWER_INVALID", message: expect.stringContaining("twice") });
    const byToken = await bars(
      (url) => `url: ${url}/{symbol}?token={cursor}&limit=2\nrows: rows\nnext: token\n`,
      ({ url }) => {
        const n = Number(url.searchParams.get("token") ?? 0);
        return { body: { rows: part(n), token: n < 4 ? n + 2 : null } };
      },
    );
    expect(byToken.bars.map(({ close }) => close)).toEqual(closes);
    expect(byToken.asked[0]?.url.search).toBe("?limit=2");
    const byHeader = await bars(
      (url) => `url: ${url}/{symbol}?n=4\nnext: header:link\n`,
      ({ url }) => {
        const n = Number(url.searchParams.get("n"));
        return { body: part(n), headers: n === 0 ? {} : { link: `</y?n=${n - 2}>; rel="next", </y>; rel="first"` } };
      },
    );
    expect(byHeader.bars.map(({ close }) => close)).toEqual(closes);
  });

  it("are not followed to another host, nor for ever", async () => {
    const other = bars((url) => `url: ${url}/{symbol}\nrows: r\nnext: n\n`, {
      body: { r: part0(), n: "http://169.254.169.254/x" },
    });
    await expect(other).rejects.toMatchObject({
      code: "SOURCE_ANSWER_INVALID",
      message: expect.stringContaining("another host"),
    });
    const circle = bars((url) => `url: ${url}/{symbol}\nrows: r\nnext: n\n`, { body: { r: [], n: "/ABC" } });
    await expect(circle).rejects.toMatchObject({
      code: "SOURCE_ANSWER_INVALID",
      message: expect.stringContaining("before"),
    });
    const deaf = bars((url) => `url: ${url}/{symbol}?page={page}\n`, { body: part0() });
    await expect(deaf).rejects.toMatchObject({
      code: "SOURCE_ANSWER_INVALID",
      message: expect.stringContaining("again"),
    });
  });

  function part0() {
    return rows.slice(0, 2);
  }
});

it.each<readonly [string, PriceAnswer, string, string]>([
  ["a limit that does not pass", { status: 429, body: "slow down" }, "SOURCE_UNREACHABLE", "429"],
  ["a wrong key", { status: 401, body: "no" }, "SOURCE_KEY_REFUSED", "401"],
  ["no such symbol", { status: 404, body: "no" }, "SOURCE_SYMBOL_UNKNOWN", "404"],
  [
    "a redirect",
    { status: 302, headers: { location: "http://127.0.0.1:1/" }, body: "" },
    "SOURCE_REFUSED",
    "redirects",
  ],
  ["a web page", { body: "<!doctype html><title>Log in</title>" }, "SOURCE_ANSWER_INVALID", "web page"],
  ["cut JSON", { body: '[{"date": "2025-01-01", "clo' }, "SOURCE_ANSWER_INVALID", "cut off"],
  ["no rows where they should be", { body: { error: "hm" } }, "SOURCE_ANSWER_INVALID", "error"],
  ["text for a price", { body: [{ date: "2025-01-01", close: "n/a!" }] }, "SOURCE_ANSWER_INVALID", "n/a!"],
  ["no price", { body: [{ date: "2025-01-01", close: null }] }, "SOURCE_ANSWER_INVALID", "close is empty"],
  ["no time", { body: [{ date: "someday", close: 1 }] }, "SOURCE_ANSWER_INVALID", "someday"],
  [
    "a column that is not there",
    { body: [{ when: "2025-01-01", close: 1 }] },
    "SOURCE_ANSWER_INVALID",
    "no column for time",
  ],
  [
    "keys of a prototype",
    { body: '[{"__proto__": {"date": "2025-01-01", "close": 1}}]' },
    "SOURCE_ANSWER_INVALID",
    "ABC:0",
  ],
  ["a bomb", { body: gzipSync(Buffer.alloc(3 * 1024 * 1024)) }, "SOURCE_ANSWER_INVALID", "1 MB"],
  ["too much", { body: Buffer.alloc(2 * 1024 * 1024, "x") }, "SOURCE_ANSWER_INVALID", "too large"],
  ["a cut body", { body: [{ date: "2025-01-01", close: 1 }], cutAfter: 5 }, "SOURCE_UNREACHABLE", "cut off"],
  ["prices below zero", { body: [{ date: "2025-01-01", close: -1 }] }, "SOURCE_ANSWER_INVALID", "-1"],
])("%s has one clear error", async (_, answer, code, text) => {
  const failed = bars((url) => `url: ${url}/{symbol}\nmax_mb: 1\n`, answer);
  await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
});

it.each<readonly [string, PriceAnswer]>([
  ["an empty list", { body: [] }],
  ["an empty body", { status: 204, body: "" }],
  ["a header alone", { body: "date,close\n" }],
  ["null in the place of rows", { body: { results: null } }],
])("%s is no bar and no error", async (what, answer) => {
  const rows = what.startsWith("null") ? "rows: results\n" : "";
  expect((await bars((url) => `url: ${url}/{symbol}\n${rows}`, answer)).bars).toEqual([]);
});

it("what an address without dates gives of other years is left out, and of one with dates it is an error", async () => {
  const body = [
    { date: "2001-01-01", close: 1 },
    { date: "2025-01-02", close: 2 },
  ];
  expect((await bars((url) => `url: ${url}/{symbol}\n`, { body })).bars.map(({ close }) => close)).toEqual([2]);
  await expect(bars((url) => `url: ${url}/{symbol}?from={from}\n`, { body })).rejects.toMatchObject({
    code: "SOURCE_ANSWER_INVALID",
    message: expect.stringContaining("far from"),
  });
});

it("the day of a daily bar is the day in the zone that is declared", async () => {
  const body = [{ t: Date.UTC(2025, 0, 2, 5) / 1000, c: 1 }];
  const { bars: found } = await bars((url) => `url: ${url}/{symbol}\ntimezone: America/New_York\n`, { body });
  expect(found[0]?.time).toBe(Date.UTC(2025, 0, 2));
});
