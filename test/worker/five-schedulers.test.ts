import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestProject, type TestProject } from "../support/test-project.ts";

const MAIN = fileURLToPath(new URL("fixtures/scheduler-main.ts", import.meta.url));
const TICKS = 10_000;
const MINUTE_MS = 60_000;
const FROM = Date.parse("2026-05-05T05:00:00Z");

let project: TestProject;
const children = new Set<ChildProcess>();
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await project[Symbol.asyncDispose]();
});

/** A scheduler whose host's clock is off by some hours. */
async function spawnScheduler(offHours: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MAIN, project.database.url, String(offHours)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  await once(child.stdout, "data");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  children.delete(child);
}

it("I1: five schedulers, clocks an hour apart, kills in between: one run per slot, of 10,000 slots none lost", async () => {
  const { database } = project.deps;
  await database.query("create table test_clock (now timestamptz not null)");
  await database.query("insert into test_clock values ($1)", [new Date(FROM)]);
  const offsets = [0, 1, -1, 0.5, -0.5];
  const running: ChildProcess[] = await Promise.all(offsets.map(spawnScheduler));
  const decided = async (at: Date) =>
    (await database.query("select from tick where dag_id = 'nightly' and tick_at = $1", [at])).rowCount === 1;
  // Steps of 1 to 399 minutes: single slots, and outages of hours.
  let step = 0;
  for (let tick = 0; tick < TICKS; step++) {
    tick = Math.min(TICKS, tick + ((step * 157) % 399) + 1);
    const now = new Date(FROM + tick * MINUTE_MS);
    await database.query("update test_clock set now = $1", [now]);
    const victim = step % offsets.length;
    const [child, offHours] = [running[victim], offsets[victim]];
    // In the midst of the round in which it decides on these slots.
    if (step % 4 === 0 && child !== undefined && offHours !== undefined) {
      await kill(child);
      running[victim] = await spawnScheduler(-offHours);
    }
    while (!(await decided(now)));
  }
  for (const child of running) await kill(child);

  const { rows: slots } = await database.query<{ at: Date }>("select tick_at as at from tick order by tick_at");
  expect(slots.map(({ at }) => (at.getTime() - FROM) / MINUTE_MS)).toEqual(
    Array.from({ length: TICKS }, (_, i) => i + 1),
  );
  const { rows: wrong } = await database.query(
    `select tick.tick_at, tick.outcome, run.id from tick full join run on run.dag_id = tick.dag_id and run.tick_at = tick.tick_at
     where (tick.outcome in ('started', 'queued')) is distinct from (run.id is not null) or run.id is distinct from tick.run_id`,
  );
  expect(wrong).toEqual([]);
  const { rows: counts } = await database.query<{ runs: number; slots: number }>(
    "select count(*)::int as runs, count(distinct tick_at)::int as slots from run where trigger = 'schedule'",
  );
  expect(counts[0]?.runs).toBe(step);
  expect(counts[0]?.slots).toBe(step);
  expect(
    (await database.query("select from run where data_through is not null or logical_date <> tick_at")).rowCount,
  ).toBe(0);
}, 180_000);
