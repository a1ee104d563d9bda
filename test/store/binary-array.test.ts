import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { int4Array, int8Array, textArray } from "../../src/store/binary-array.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** What Postgres makes of an encoded array. */
async function readBack(type: string, encoded: Buffer): Promise<readonly unknown[]> {
  const { rows } = await database.pool.query<{ value: unknown }>(
    `select value from unnest($1::${type}[]) with ordinality as item (value, position) order by position`,
    [encoded],
  );
  return rows.map((row) => row.value);
}

const FEW = { numRuns: 25 };

describe("binary arrays", () => {
  it("bring integers back", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), async (values) => {
        expect(await readBack("int4", int4Array(values))).toEqual(values);
      }),
      FEW,
    );
    expect(await readBack("int8", int8Array(["9007199254740993", "-1"]))).toEqual(["9007199254740993", "-1"]);
  });

  it("bring texts back, nulls, empty ones and any script among them", async () => {
    const text = fc.option(fc.string({ unit: "grapheme" }).map((value) => value.replaceAll("\0", "")));
    await fc.assert(
      fc.asyncProperty(fc.array(text), async (values) => {
        expect(await readBack("text", textArray(values))).toEqual(values);
      }),
      FEW,
    );
  });
});
