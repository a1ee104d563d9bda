import { afterEach, beforeEach, expect, it } from "vitest";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { inlineExecutor } from "../../support/inline-executor.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const DAY_MS = 86_400_000;
const BACKOFF_MS = 20 * 60_000;

/** A worker whose host has a clock that is wrong, and jumps the other way while a try fails. */
async function jumpingWorker(): Promise<void> {
  let skewMs = DAY_MS;
  let failed = 0;
  const fail = (): void => {
    skewMs = -skewMs;
    if (failed++ < 2) throw new Error("the vendor is down");
  };
  await project.worker({
    clock: { now: () => new Date(Date.now() + skewMs) },
    random: () => 0,
    timing: { watchdogMs: 50 },
    executor: inlineExecutor(builtinStrategy, fail),
    runCallback: async () => {
      fail();
      return null;
    },
  });
}

/** What waits for its next try, and how long still, by the database's clock; null until something does. */
async function nextTry(): Promise<number | null> {
  const { rows } = await project.deps.database.query<{ ms: number | null }>(
    `select 1000 * extract(epoch from min(at) - now())::float8 as ms
     from (select run_after as at from task union all select run_after from spare_range) waiting where at > now()`,
  );
  return rows[0]?.ms ?? null;
}

const retry = { limit: 2, backoffMs: BACKOFF_MS, jitter: "none" } as const;
const grid = gridOf({ fast: [3], slow: [20] });

it.each([
  ["a callback", sampleDag({ retry, backtests: [], before: [sampleCallback("flaky")] })],
  ["a range of cells", sampleDag({ retry, backtests: [sampleBacktest({ grid })] })],
])(
  "the next try of %s comes by the database's clock, however the clock of the host jumps meanwhile",
  async (_, spec) => {
    const { database } = project.deps;
    await jumpingWorker();
    const id = await project.start(spec);
    for (const times of [1, 2]) {
      let left = await nextTry();
      while (left === null) left = await nextTry();
      expect(left).toBeLessThanOrEqual(times * BACKOFF_MS);
      expect(left).toBeGreaterThan(times * BACKOFF_MS - 120_000);
      // That time passes.
      for (const table of ["task", "spare_range"])
        await database.query(`update ${table} set run_after = now() where run_after > now()`);
      await database.query("update graphile_worker._private_jobs set run_at = now() where run_at > now()");
    }
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
  },
  90_000,
);
