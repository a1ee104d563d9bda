import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../../src/store/connection/connect.ts";
import { holdTurns, takeTurn } from "../../../src/store/prices/token-bucket.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** Turns far longer than the test takes, so that they do not depend on its speed. */
const PER_MINUTE = 1;
const APART_MS = 60_000;

describe("turns of a source", () => {
  it("are as far apart as its limit wants, whoever takes them at the same time", async () => {
    const other = await connect({ url: database.url });
    const bucket = { source: "coingecko", keyHash: "" };
    const pools = [database.pool, other];
    const waits = await Promise.all(
      Array.from({ length: 12 }, (_, call) => takeTurn(pools[call % 2] ?? other, bucket, PER_MINUTE)),
    );
    await other.end();
    const turns = waits.map((wait) => Math.round(wait / APART_MS)).toSorted((a, b) => a - b);
    expect(turns).toEqual(Array.from({ length: 12 }, (_, turn) => turn));
  });

  it("of another key, or of another source, are counted for themselves", async () => {
    const first = { source: "alpaca", keyHash: "a" };
    expect(await takeTurn(database.pool, first, PER_MINUTE)).toBe(0);
    expect(await takeTurn(database.pool, { ...first, keyHash: "b" }, PER_MINUTE)).toBe(0);
    expect(await takeTurn(database.pool, { ...first, source: "tiingo" }, PER_MINUTE)).toBe(0);
    expect(await takeTurn(database.pool, first, PER_MINUTE)).toBeGreaterThan(APART_MS / 2);
  });

  it("come for nobody before the source has said that it answers again, and never earlier than they would have", async () => {
    const bucket = { source: "massive", keyHash: "" };
    await holdTurns(database.pool, bucket, 10 * APART_MS);
    await holdTurns(database.pool, bucket, 1);
    expect(await takeTurn(database.pool, bucket, PER_MINUTE)).toBeGreaterThan(9 * APART_MS);
  });
});
