import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listMutes } from "../../../src/store/alarms/read-alarms.ts";
import { sha256 } from "../../../src/core/values/hash.ts";
import type { TaskId } from "../../../src/core/names/ids.ts";
import { batchesOf, insertBatch } from "../../../src/store/sweep/batches.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const COUNT = 120;
const base = Buffer.from(sha256("a base"), "hex");
const nobody = "1" as TaskId;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  for (let k = 0; k < COUNT; k++) {
    const metrics = new Map([["sharpe", { values: Float64Array.of(k), reasons: Uint8Array.of(0) }]]);
    const batch = { params: [`{"k":${k}}`], metrics, refused: new Map(), sums: null };
    await insertBatch(database.pool, { taskId: nobody, base }, batch);
  }
});
afterAll(() => database.close());

async function found(after: string | null): Promise<readonly unknown[]> {
  const numbers: unknown[] = [];
  for await (const { params } of batchesOf(database.pool, base, { after })) numbers.push(params[0]?.["k"]);
  return numbers;
}

describe("the results of a base (I2)", () => {
  it("are all found, in the order in which they were stored, however many digits their ids have", async () => {
    expect(await found(null)).toEqual(Array.from({ length: COUNT }, (_, k) => k));
  });

  it("are found from any of them on", async () => {
    expect(await found("9")).toEqual(Array.from({ length: COUNT - 9 }, (_, k) => 9 + k));
  });
});

it("the mutes that hold come the latest first, the tenth before the ninth", async () => {
  for (let note = 1; note <= 11; note++) {
    await database.pool.query(
      "insert into mute (muted_by, note, muted_until) values ('me', $1, now() + interval '1 hour')",
      [String(note)],
    );
  }
  expect((await listMutes(database.pool)).map(({ note }) => Number(note))).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
});
