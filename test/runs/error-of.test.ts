import { afterAll, beforeAll, expect, it } from "vitest";
import { errorOf } from "../../src/runs/error-of.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

it("a database without room is a full disk, whatever was being done", async () => {
  const full = database.pool.query(
    `do $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`,
  );
  const error = await full.catch((thrown: unknown) => errorOf(thrown, "EXECUTOR_FAILED"));
  expect(error).toEqual({ code: "DISK_FULL", message: "The disk of the database is full: could not extend file" });
});
