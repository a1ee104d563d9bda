import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PriceServer, priceServer } from "../../data/sources/support/price-server.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 180_000;
const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const DAYS = 120;
const SPAN = ["--from", "2024-01-01", "--to", "2024-04-29"];
const project = await createCliProject();

/** A walk that a person can follow: up a hundredth for nine days, down five of them on the tenth. */
function closeOf(day: number): number {
  return 100 * 1.01 ** (day - Math.floor(day / 10)) * 0.95 ** Math.floor(day / 10);
}

function day(index: number): string {
  return new Date(FIRST + index * DAY).toISOString().slice(0, 10);
}

const CLOSES = Array.from({ length: DAYS }, (_, index) => closeOf(index));

async function rowsOf(
  source: string,
  symbol: string,
): Promise<readonly { readonly day: string; readonly close: number }[]> {
  const { rows } = await project.database.pool.query<{ day: string; close: number }>(
    `select to_char(ts at time zone 'utc', 'YYYY-MM-DD') as day, close from nightgrid.ohlcv
     where source = $1 and symbol = $2 and timeframe = '1d' order by ts`,
    [source, symbol],
  );
  return rows;
}

function dag(id: string, source: string, symbol: string): string {
  return `id: ${id}
backtest:
  strategy: sma_cross
  data: { source: "${source}", symbols: [${symbol}], timeframe: 1d }
  param_grid: { fast: [5, 10], slow: [20, 40] }
alerts: []
`;
}

describe("an address in sources/", () => {
  let server: PriceServer;
  let limits = 1;
  beforeAll(async () => {
    server = await priceServer(({ url, headers }) => {
      if (headers["x-key"] !== "s3cr3t-key-1")
        return { status: 401, body: `the key ${String(headers["x-key"])} is none` };
      if (limits-- > 0) return { status: 429, headers: { "retry-after": "1" }, body: "slow down" };
      const from = Date.parse(url.searchParams.get("from") ?? "");
      const to = Date.parse(url.searchParams.get("to") ?? "");
      const body = CLOSES.map((close, index) => ({ date: day(index), close })).filter(
        ({ date }) => Date.parse(date) >= from && Date.parse(date) <= to,
      );
      return { body: { prices: body } };
    });
    project.write(
      "sources/vendor.yaml",
      'url: "${env:VENDOR_URL}/bars?s={symbol}&from={from}&to={to}"\nheaders: { x-key: "${secret:VENDOR_KEY}" }\nspan: 50d\n',
    );
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const env = () => ({ VENDOR_URL: server.url, VENDOR_KEY: "s3cr3t-key-1" });

  it(
    "is fetched in chunks into the tables, waits for a limit, and is traded without the service",
    async () => {
      const fetched = await project.json("fetched_prices", ["data", "fetch", "http:vendor", "ABC", ...SPAN], env());
      expect(fetched.code).toBe(0);
      expect(server.asked.length).toBe(1 + Math.ceil(DAYS / 50));
      expect(await rowsOf("http:vendor", "ABC")).toEqual(CLOSES.map((close, index) => ({ day: day(index), close })));
      project.write("dags/ours.yaml", dag("ours", "http:vendor", "ABC"));
      const { code, document } = await project.json("run", ["run", "ours"]);
      expect([code, document.state, document.cells.succeeded]).toEqual([0, "succeeded", 4]);
    },
    TIMEOUT,
  );

  it(
    "is listed with its key, and says which variable is missing or refused without showing it",
    async () => {
      const { document } = await project.json("price_sources", ["data", "sources"], env());
      expect(document.sources.find(({ name }) => name === "http:vendor")).toMatchObject({
        key: "set",
        key_names: ["VENDOR_KEY"],
        problem: null,
      });
      const missing = await project.run(["data", "fetch", "http:vendor", "ABC"], { VENDOR_URL: server.url });
      expect([missing.code, missing.stdout]).toEqual([6, expect.stringContaining("VENDOR_KEY")]);
      const refused = await project.run(["data", "fetch", "http:vendor", "XYZ"], {
        ...env(),
        VENDOR_KEY: "wr0ng-key-22",
      });
      const said = refused.stdout + refused.stderr;
      expect(refused.code).toBe(6);
      expect(said).toContain("401");
      expect(said).not.toContain("wr0ng-key-22");
    },
    TIMEOUT,
  );

  it(
    "that cannot be used is told by whoever asks it, and hides no other one",
    async () => {
      project.write("sources/broken.yaml", "url: https://a.example/{symbl}\n");
      const asked = await project.run(["data", "fetch", "http:broken", "ABC"]);
      expect([asked.code, asked.stdout]).toEqual([3, expect.stringContaining("{symbl}")]);
      const { code, document } = await project.json("price_sources", ["data", "sources"], env());
      expect(code).toBe(0);
      expect(document.sources.find(({ name }) => name === "http:broken")?.problem).toContain("sources/broken.yaml");
      expect((await project.run(["validate", "dags/ours.yaml"], env())).code).toBe(0);
      const unknown = await project.run(["data", "fetch", "vendor", "ABC"]);
      expect(unknown.stdout).toContain('Did you mean "http:vendor"?');
    },
    TIMEOUT,
  );
});

describe("a query in sources/", () => {
  const query = (more: string) => `connection: DESK_DATABASE_URL
page_rows: 32
query: |
  select day, close, volume from desk.prices
  where ticker = $symbol and day >= $from and day < $to ${more}
`;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    const { pool, url } = project.database;
    await pool.query("create schema desk");
    await pool.query("create table desk.prices (ticker text, day date, close numeric, volume bigint)");
    await pool.query(
      "insert into desk.prices select 'ABC', $1::date + i, c, 7 from unnest($2::numeric[]) with ordinality as p (c, n), lateral (select n::int - 1 as i) as x",
      [day(0), CLOSES.map(String)],
    );
    env = { DESK_DATABASE_URL: url };
    project.write("sources/desk.yaml", query("order by day"));
  });

  it(
    "is read in pages into the tables, with all digits, and is traded",
    async () => {
      const { code, stderr } = await project.run(["data", "fetch", "sql:desk", "ABC", ...SPAN], env);
      expect([code, stderr]).toEqual([0, expect.any(String)]);
      expect(await rowsOf("sql:desk", "ABC")).toEqual(CLOSES.map((close, index) => ({ day: day(index), close })));
      project.write("dags/desk.yaml", dag("desk", "sql:desk", "ABC"));
      const { document } = await project.json("run", ["run", "desk"]);
      expect(document.state).toBe("succeeded");
    },
    TIMEOUT,
  );

  it(
    "that has changed its past is noticed, and what it was stays readable",
    async () => {
      await project.database.pool.query("update desk.prices set close = close * 2 where day = $1", [day(5)]);
      const { document } = await project.json(
        "fetched_prices",
        ["data", "fetch", "sql:desk", "ABC", ...SPAN, "--again"],
        env,
      );
      expect(JSON.stringify(document)).toContain(day(5));
      expect((await rowsOf("sql:desk", "ABC"))[5]?.close).toBeCloseTo(2 * closeOf(5), 9);
    },
    TIMEOUT,
  );

  it.each([
    ["without an order", query("order by day desc"), "order by"],
    ["with a column that is not there", query("").replace("close,", "clos,"), "clos"],
    [
      "that is too slow",
      `${query("").replace("select day", "select pg_sleep(60), day")}timeout: 1s\n`,
      "longer than 1 seconds",
    ],
    ["that writes by a function", query("").replace("close,", "nextval('desk.seq') as close,"), "read-only"],
    ["of a wrong type", query("").replace("ticker = $symbol", "volume = $symbol"), "cast"],
    ["with a text for a price", query("").replace("close,", "'high' as close,"), "high"],
  ])(
    "%s is refused with what to do",
    async (what, text, told) => {
      await project.database.pool.query("create sequence if not exists desk.seq");
      const name = what.replaceAll(" ", "_");
      project.write(`sources/${name}.yaml`, text);
      const { code, stdout, stderr } = await project.run(["data", "fetch", `sql:${name}`, "ABC", ...SPAN], env);
      expect(code).not.toBe(0);
      expect(stdout + stderr).toContain(told);
    },
    TIMEOUT,
  );

  it(
    "whose symbol is SQL text stays a value",
    async () => {
      const { code } = await project.run(["data", "fetch", "sql:desk", "x'or'1'='1", "--as", "Q", ...SPAN], env);
      expect(code).toBe(0);
      expect(await rowsOf("sql:desk", "Q")).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    "whose database is away, or refuses the login, is told without the password",
    async () => {
      const away = await project.run(["data", "fetch", "sql:desk", "ABC", "--again"], {
        DESK_DATABASE_URL: "postgres://me:hunter2hunter2@127.0.0.1:1/x",
      });
      expect(away.code).toBe(6);
      expect(away.stdout).toContain("cannot be reached");
      expect(away.stdout + away.stderr).not.toContain("hunter2");
      const none = await project.run(["data", "fetch", "sql:desk", "ABC", "--again"], {
        DESK_DATABASE_URL: project.database.url.replace(/\/[^/?]+(\?|$)/, "/nosuch$1"),
      });
      expect(none.stdout).toContain("refuses the login");
    },
    TIMEOUT,
  );
});

describe("a program in sources/", () => {
  let server: PriceServer;
  beforeAll(async () => {
    server = await priceServer(() => ({ body: CLOSES.map((close, index) => [FIRST + index * DAY, close]) }));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const program = (end: string, more = "") => `import { defineSource, sourceRefusal } from "nightgrid";
export default defineSource({
  timeframes: ["1d"],
  keyNames: ["MINE_KEY"],
  settings: ["MINE_URL"],
  timeoutSeconds: 2,
  ${more}
  async *bars({ instrument }, { get, env }) {
    if (instrument === "NONE") throw sourceRefusal({ kind: "not_found", reason: "no such thing" });
    const { body } = await get({ url: env("MINE_URL") + "/" + encodeURIComponent(instrument) });
    const rows = JSON.parse(new TextDecoder().decode(body));
    const bars = rows.map(([time, close]) => ({ time, open: close, high: close, low: close, close }));
    yield { bars: bars.slice(0, 60), next: "more" };
    ${end}
  },
});
`;
  const env = () => ({ MINE_URL: server.url, MINE_KEY: "k3y-0f-m1ne" });

  it(
    "is fetched page by page into the tables, says what it does not have, and is traded",
    async () => {
      project.write("sources/mine.ts", program("yield { bars: bars.slice(60), next: null };"));
      expect((await project.run(["data", "fetch", "mine", "ABC", ...SPAN], env())).code).toBe(0);
      expect(await rowsOf("mine", "ABC")).toEqual(CLOSES.map((close, index) => ({ day: day(index), close })));
      expect((await project.run(["data", "fetch", "mine", "NONE", ...SPAN], env())).stdout).toContain("no such thing");
      project.write("dags/mine.yaml", dag("mine", "mine", "ABC"));
      expect((await project.json("run", ["run", "mine"])).document.state).toBe("succeeded");
    },
    TIMEOUT,
  );

  it.each([
    [
      "throws",
      program('throw new Error("hm " + env("MINE_KEY") + process.env.DATABASE_URL);'),
      "hm ***undefined (throws.ts:14:",
    ],
    ["loops", program("for (;;);"), "2 seconds by itself"],
    ["leaves", program("process.exit(3);"), "process.exit"],
    ["garbage", program("yield { bars: 7 };"), "bars"],
    ["late", program("yield { bars: [{ ...bars[61], close: NaN }], next: null };"), "close"],
  ])(
    "that %s breaks its own fetch alone, and what came before stays",
    async (name, text, told) => {
      project.write(`sources/${name}.ts`, text);
      const { code, stdout } = await project.run(["data", "fetch", name, "ABC", ...SPAN], env());
      expect([code, stdout]).toEqual([6, expect.stringContaining(told)]);
      expect(await rowsOf(name, "ABC")).toHaveLength(60);
    },
    TIMEOUT,
  );

  it(
    "that is none, or names the database, is said to be none, and ccxt to be missing",
    async () => {
      project.write("sources/seven.ts", "export default 7;\n");
      expect((await project.run(["data", "fetch", "seven", "ABC"])).stdout).toContain("is no source");
      project.write("sources/greedy.ts", program("").replace('"MINE_KEY"', '"DATABASE_URL"'));
      expect((await project.run(["data", "fetch", "greedy", "ABC"])).stdout).toContain("DATABASE_URL");
      const ccxt = await project.run(["data", "fetch", "ccxt:kraken", "BTC/USD"]);
      expect([ccxt.code, ccxt.stdout]).toEqual([3, expect.stringContaining("npm install ccxt")]);
    },
    TIMEOUT,
  );
});
