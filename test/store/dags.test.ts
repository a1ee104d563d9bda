import { afterAll, beforeAll, expect, it } from "vitest";
import { addDagVersion, readDagVersion } from "../../src/store/run/dags.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

it("a DAG version keeps the order of its parameters, which is that of every table and file", async () => {
  const spec = { params: { window: 100, band: 0.01, a_longer_name: 1, z: 2 } };
  await addDagVersion(database.pool, { hash: "abc", dagId: "mine", yaml: "id: mine", spec });
  const version = await readDagVersion(database.pool, "abc");
  expect(JSON.stringify(version?.spec)).toBe(JSON.stringify(spec));
});
