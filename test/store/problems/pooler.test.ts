import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../../src/store/connection/connect.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { startTransactionPooler } from "../../support/servers/transaction-pooler.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe("a pooler in transaction mode (pgbouncer)", () => {
  it("is refused in one sentence at the start, with the way out", async () => {
    await using pooler = await startTransactionPooler(database.url);
    await expect(connect({ url: pooler.url })).rejects.toMatchObject({
      code: "DB_POOLED",
      message: expect.stringMatching(/^DATABASE_URL leads to a pooler that gives each transaction another connection/),
      hint: expect.stringContaining("pool_mode = session"),
    });
  });
});
