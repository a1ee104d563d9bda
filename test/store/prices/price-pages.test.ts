import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showPrices } from "../../../src/runs/ingest/look/show-prices.ts";
import { pageBars } from "../../../src/store/prices/pages/price-pages.ts";
import { readBarsAsOf } from "../../../src/store/prices/read-bars.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { rowsTouched } from "../../support/service/rows-touched.ts";

const MINUTE = 60_000;
const FIRST = Date.UTC(2023, 9, 1);
const BARS = 260_000;
const KEY = { source: "http:v", symbol: "BIG", timeframe: "1m" };
const KNOWN = new Date("2024-06-01T00:00:00Z");
const REVISED = new Date("2024-07-01T00:00:00Z");
const ALL = { span: { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }, asOf: null };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  for (const year of [2023, 2024])
    await pool.query(
      `create table ohlcv_${year} partition of ohlcv for values from ('${year}-01-01Z') to ('${year + 1}-01-01Z')`,
    );
  await pool.query("insert into instrument (source, symbol, id) values ($1, $2, $2)", [KEY.source, KEY.symbol]);
  await pool.query("insert into price_series (source, symbol, timeframe, known_at) values ($1, $2, $3, $4)", [
    ...Object.values(KEY),
    REVISED,
  ]);
  // Each hundredth bar was revised: what was known of it before lies in a table of its own.
  await pool.query(
    `insert into ohlcv (source, symbol, timeframe, ts, open, high, low, close, volume, known_at)
     select $1, $2, $3, to_timestamp($4::float8 / 1000) + n * interval '1 minute', 1, 3, 1, 1 + n % 2, n,
       case when n % 100 = 0 then $6::timestamptz else $7 end
     from generate_series(0, $5::int - 1) as s (n)`,
    [...Object.values(KEY), FIRST, BARS, REVISED, KNOWN],
  );
  await pool.query(
    `insert into ohlcv_revised (source, symbol, timeframe, ts, open, high, low, close, volume, known_from, known_until)
     select source, symbol, timeframe, ts, open, high, low, 2.5, volume, $1, $2 from ohlcv where known_at = $2`,
    [KNOWN, REVISED],
  );
  await pool.query("analyze");
}, 120_000);
afterAll(() => database.close());

const lastOf = (count: number) => Array.from({ length: count }, (_, back) => FIRST + (BARS - 1 - back) * MINUTE);

describe("a series of 260,000 bars", () => {
  it.each(["ohlcv_2024", "ohlcv_2023"])("costs what a page has, and not what there is, in %s", async (table) => {
    const to = table === "ohlcv_2024" ? null : Date.UTC(2024, 0, 1);
    const touched = await rowsTouched(database.pool, table, async (client) => {
      // What other processes read for this one is not counted.
      await client.query("set local max_parallel_workers_per_gather = 0");
      expect(await pageBars(client, KEY, { from: null, to, knownAt: REVISED, limit: 500 })).toHaveLength(500);
    });
    expect(touched).toBeLessThanOrEqual(1000);
  });

  it("has the rows of a moment in each page, whatever was revised since", async () => {
    const query = { from: null, to: null, limit: 300 };
    const before = await pageBars(database.pool, KEY, { ...query, knownAt: KNOWN });
    const after = await pageBars(database.pool, KEY, { ...query, knownAt: REVISED });
    for (const bars of [before, after]) expect(bars.map(({ time }) => time)).toEqual(lastOf(300));
    const differing = before.filter(({ close }, row) => close !== after[row]?.close);
    expect(differing.map(({ close, volume }) => [close, volume % 100])).toEqual(differing.map(() => [2.5, 0]));
    expect(differing).toHaveLength(3);
  });

  it("comes whole and in order, over pages of either table", async () => {
    const { time, close } = await readBarsAsOf(database.pool, KEY, KNOWN);
    expect([...time]).toEqual(lastOf(BARS).toReversed());
    expect(close.filter((value) => value === 2.5)).toHaveLength(BARS / 100);
  });

  it("is shown by its last bars, and refused whole with a way out", async () => {
    const shown = await showPrices(KEY, { ...ALL, limit: 20 }, { database: database.pool });
    expect([shown.total, shown.bars.map(({ time }) => time)]).toEqual([BARS, lastOf(20).toReversed()]);
    await expect(showPrices(KEY, { ...ALL, limit: null }, { database: database.pool })).rejects.toMatchObject({
      code: "USAGE",
      hint: expect.stringContaining("--from and --to"),
    });
    const span = { from: FIRST + 10 * MINUTE, to: FIRST + 100_010 * MINUTE };
    const part = await showPrices(KEY, { span, asOf: null, limit: null }, { database: database.pool });
    expect([part.total, part.bars.length, part.bars[0]?.time, part.bars.at(-1)?.time]).toEqual([
      100_000,
      100_000,
      span.from,
      span.to - MINUTE,
    ]);
  });
});
