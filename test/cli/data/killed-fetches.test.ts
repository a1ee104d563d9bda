import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PriceServer, priceServer } from "../../data/sources/support/price-server.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 120_000;
const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const DAYS = 90;
const PAGE = 30;
const SPAN = ["--from", "2024-01-01", "--to", "2024-03-30"];
const project = await createCliProject();

const day = (index: number) => new Date(FIRST + index * DAY).toISOString().slice(0, 10);
const ROWS = Array.from({ length: DAYS }, (_, index) => ({ day: day(index), close: 100 + (index % 7) }));

async function rowsOf(source: string): Promise<readonly { readonly day: string; readonly close: number }[]> {
  const { rows } = await project.database.pool.query<{ day: string; close: number }>(
    `select to_char(ts at time zone 'utc', 'YYYY-MM-DD') as day, close from nightgrid.ohlcv
     where source = $1 and symbol = 'ABC' order by ts`,
    [source],
  );
  return rows;
}

/** Kills a fetching once it has kept its first page, and fetches again when `free` has let the others go. */
async function killedAndAgain(source: string, env: NodeJS.ProcessEnv, free: () => Promise<void>): Promise<void> {
  const killed = project.start(["data", "fetch", source, "ABC", ...SPAN], env);
  await expect.poll(() => rowsOf(source), { timeout: 60_000 }).toEqual(ROWS.slice(0, PAGE));
  killed.child.kill("SIGKILL");
  await killed.ended;
  await free();
  const again = await project.run(["data", "fetch", source, "ABC", ...SPAN], env);
  expect([again.code, again.stderr]).toEqual([0, expect.any(String)]);
  expect(await rowsOf(source)).toEqual(ROWS);
}

describe("a fetching that is killed between two pages goes on after what was kept", () => {
  let server: PriceServer;
  let gate = Promise.withResolvers<void>();
  beforeAll(async () => {
    server = await priceServer(async ({ url }) => {
      const from = url.searchParams.get("from")?.slice(0, 10) ?? "";
      if (from > day(0)) await gate.promise;
      const rows = ROWS.filter((row) => row.day >= from).slice(0, PAGE);
      return { body: { prices: rows.map((row) => ({ date: row.day, close: row.close })) } };
    });
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const env = () => ({ VENDOR_URL: server.url });

  /** Days from which pages were asked for since then. */
  const askedSince = (count: number) =>
    server.asked.slice(count).map(({ url }) => url.searchParams.get("from")?.slice(0, 10));

  it(
    "of an address",
    async () => {
      gate = Promise.withResolvers<void>();
      project.write(
        "sources/vendor.yaml",
        `url: "\${env:VENDOR_URL}/bars?s={symbol}&from={from}&to={to}"\nspan: ${PAGE}d\n`,
      );
      let before = 0;
      await killedAndAgain("http:vendor", env(), async () => {
        gate.resolve();
        before = server.asked.length;
      });
      expect(askedSince(before)).not.toContain(day(0));
    },
    TIMEOUT,
  );

  it(
    "of a program",
    async () => {
      gate = Promise.withResolvers<void>();
      project.write(
        "sources/mine.ts",
        `import { defineSource } from "nightgrid";
export default defineSource({
  timeframes: ["1d"],
  settings: ["VENDOR_URL"],
  async *bars({ from, to }, { get, env }) {
    for (let next = from; next < to; ) {
      const { body } = await get({ url: env("VENDOR_URL") + "/?from=" + new Date(next).toISOString() });
      const { prices } = JSON.parse(new TextDecoder().decode(body));
      const bars = prices.map(({ date, close }) => ({ time: Date.parse(date), open: close, high: close, low: close, close }));
      next = bars.length === 0 ? to : bars.at(-1).time + 86_400_000;
      yield { bars, next: next < to ? String(next) : null };
    }
  },
});
`,
      );
      let before = 0;
      await killedAndAgain("mine", env(), async () => {
        gate.resolve();
        before = server.asked.length;
      });
      expect(askedSince(before)).not.toContain(day(0));
    },
    TIMEOUT,
  );

  it(
    "of a query",
    async () => {
      const { pool, url } = project.database;
      await pool.query("create schema desk; create table desk.prices (day date, close float8)");
      await pool.query("insert into desk.prices select * from unnest($1::date[], $2::float8[])", [
        ROWS.map((row) => row.day),
        ROWS.map((row) => row.close),
      ]);
      project.write(
        "sources/desk.yaml",
        `connection: DESK_DATABASE_URL
page_rows: ${PAGE}
query: |
  select day, close from desk.prices where day >= $from::date and day < $to::date and $symbol = 'ABC'
    and (day < '${day(PAGE)}' or pg_advisory_xact_lock_shared(11)::text is not null)
  order by day
`,
      );
      await pool.query("create index on desk.prices (day)");
      const holder = await pool.connect();
      await holder.query("select pg_advisory_lock(11)");
      await killedAndAgain("sql:desk", { DESK_DATABASE_URL: url }, async () => {
        await holder.query("select pg_advisory_unlock(11)");
        holder.release();
      });
    },
    TIMEOUT,
  );
});
