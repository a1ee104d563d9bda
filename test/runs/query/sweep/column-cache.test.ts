import { expect, it } from "vitest";
import { createSweepReader, openSweepView } from "../../../../src/runs/query/sweep/sweep-reader.ts";
import { sampleDag } from "../../../support/sample-dag.ts";
import { createTestProject } from "../../../support/test-project.ts";
import { createColumnCache } from "../../../../src/runs/query/sweep/column-cache.ts";

it("what is kept is made once, and anew for another version", async () => {
  const columns = createColumnCache(3000);
  let made = 0;
  const make = async () => {
    made += 1;
    return new Uint8Array(1000);
  };
  await Promise.all([columns.get("a", make), columns.get("a", make)]);
  expect(made).toBe(1);
  await columns.get("b", make);
  await columns.get("c", make);
  await columns.get("a", make);
  expect(made).toBe(4);
  await expect(columns.get("d", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  await columns.get("d", make);
  expect(made).toBe(5);
});

it.each([
  "cells_done = cells_done + 1",
  "cells_failed = cells_failed + 1",
  "cells_cached = cells_cached + 1",
  "finished_at = now()",
])("a sweep has another version after %s", async (change) => {
  await using project = await createTestProject();
  const { database } = project.deps;
  const runId = await project.start(sampleDag());
  const reader = createSweepReader(database);
  const { version } = await openSweepView(reader, { runId, backtest: null });
  expect((await openSweepView(reader, { runId, backtest: null })).version).toBe(version);
  await database.query(`update task set ${change} where run_id = $1`, [runId]);
  expect((await openSweepView(reader, { runId, backtest: null })).version).not.toBe(version);
});
