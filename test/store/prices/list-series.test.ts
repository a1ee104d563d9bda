import { afterAll, beforeAll, expect, it } from "vitest";
import { listSeries } from "../../../src/store/prices/list-series.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { rowsTouched } from "../../support/service/rows-touched.ts";

const SERIES = 30;
const BARS = 200;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(
    "create table ohlcv_2024 partition of ohlcv for values from ('2024-01-01') to ('2025-01-01')",
  );
  await database.pool.query(
    `insert into instrument (source, symbol, id) select 'tiingo', to_char(n, 'FM000'), n from generate_series(1, $1) as s (n)`,
    [SERIES],
  );
  await database.pool.query(
    "insert into price_series (source, symbol, timeframe) select source, symbol, '1d' from instrument",
  );
  await database.pool.query(
    `insert into ohlcv (source, symbol, timeframe, ts, open, high, low, close, volume, known_at)
     select source, symbol, '1d', timestamptz '2024-01-01 00:00+00' + make_interval(days => d), 1, 1, 1, 1, 0, now()
     from instrument, generate_series(0, $1 - 1) as s (d)`,
    [BARS],
  );
  await database.pool.query("analyze");
});
afterAll(() => database.close());

it("a page of series counts the bars of its own series alone", async () => {
  const touched = await rowsTouched(database.pool, "ohlcv_2024", async (client) => {
    const page = await listSeries(client, {}, { limit: 2 });
    expect(page.map(({ symbol, first }) => [symbol, first])).toEqual([
      ["001", Date.UTC(2024, 0, 1)],
      ["002", Date.UTC(2024, 0, 1)],
    ]);
  });
  expect(touched).toBeLessThan(4 * BARS);
});

it("the next page goes on after the last series of the one before, by filter, too", async () => {
  const after = { source: "tiingo", symbol: "002", timeframe: "1d" };
  const next = await listSeries(database.pool, { source: "tiingo" }, { after, limit: 3 });
  expect(next.map(({ symbol }) => symbol)).toEqual(["003", "004", "005"]);
  expect(await listSeries(database.pool, { source: "none" })).toEqual([]);
  expect((await listSeries(database.pool, { symbols: ["030"] })).map(({ symbol }) => symbol)).toEqual(["030"]);
});
