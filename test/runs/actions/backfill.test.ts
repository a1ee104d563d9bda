import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors/app-error.ts";
import type { Act } from "../../../src/core/names/audit.ts";
import type { DagSpec, ScheduleSpec } from "../../../src/factory/dag-spec.ts";
import { backfillView } from "../../../src/runs/backfill/backfill-view.ts";
import { slotsBetween, spanOfDays } from "../../../src/runs/backfill/slots-between.ts";
import { type BackfillRequest, planBackfill, startBackfill } from "../../../src/runs/backfill/start-backfill.ts";
import { cancelBackfill, resumeBackfill } from "../../../src/runs/backfill/stop-backfill.ts";
import { slotsAfter } from "../../../src/runs/schedule/slots.ts";
import { listen } from "../../../src/store/connection/listener.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { createGate } from "../../support/gate.ts";
import { sampleCallback } from "../../support/sample-dag.ts";
import { EVERY_MINUTE, scheduled } from "../../support/scheduled-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const ACT: Act = { by: "eve", origin: "cli", reason: null };
const NIGHTLY = { cron: "30 2 * * *", timezone: "America/New_York" };

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

function requestFor(changes: Partial<BackfillRequest> = {}, spec: DagSpec = scheduled(NIGHTLY)): BackfillRequest {
  const dag = { file: "/dags/nightly.yaml", text: "", spec };
  const defaults = { reprocess: "none", maxActive: 1, reverse: false } as const;
  return { dag, from: "2026-02-02", to: "2026-02-06", ...defaults, ...changes };
}

/** Waits until all of its slots have been decided and their runs have ended. */
async function untilEnded(id: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = async (): Promise<void> => {
    if ((await backfillView(project.deps.database, id)).backfill.state !== "running") resolve();
  };
  await using _listener = await listen(project.deps.database, () => void look());
  void look();
  await promise;
  return backfillView(project.deps.database, id);
}

function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
}

async function runsOf(id: string) {
  const { slots } = await backfillView(project.deps.database, id);
  return Promise.all(slots.map(async ({ runId }) => (runId === null ? null : readRun(project.deps.database, runId))));
}

describe("the slots of a backfill", () => {
  it.each([
    ["America/New_York", "2026-03-06", "2026-03-10"],
    ["America/New_York", "2026-10-30", "2026-11-03"],
    ["Australia/Lord_Howe", "2026-10-01", "2026-10-05"],
  ])("are those of the scheduler, where the clocks of %s change from %s on", (timezone, from, to) => {
    const schedule: ScheduleSpec = { ...EVERY_MINUTE, cron: "30 2 * * *", timezone };
    const span = spanOfDays(schedule, { from, to });
    const found = slotsBetween(schedule, span, new Date("2027-01-01"));
    const all: Date[] = [];
    for (const { at } of slotsAfter(schedule, new Date(span.from.getTime() - 86_400_000))) {
      if (at >= span.to) break;
      if (at >= span.from) all.push(at);
    }
    expect(found).toEqual(all);
    expect(found).toHaveLength(5);
  });

  it("are none of the future, and none that is a holiday", () => {
    const schedule: ScheduleSpec = { ...EVERY_MINUTE, ...NIGHTLY, holidaysOf: "XNYS" };
    const span = spanOfDays(schedule, { from: "2026-01-01", to: "2026-01-09" });
    const days = slotsBetween(schedule, span, new Date("2026-01-06T12:00:00Z")).map((at) =>
      at.toISOString().slice(8, 10),
    );
    expect(days).toEqual(["02", "03", "04", "05", "06"]);
  });

  it("refuse what is no day and no order", async () => {
    for (const changes of [{ from: "2026-02-30" }, { from: "yesterday" }, { from: "2026-03-01" }]) {
      expect(await codeOf(planBackfill(requestFor(changes), project.deps.database))).toBe("USAGE");
    }
    const spec = { ...scheduled(), schedule: null };
    expect(await codeOf(planBackfill(requestFor({}, spec), project.deps.database))).toBe("ACTION_REFUSED");
  });

  it("10,000 of them are planned and written in a few statements", async () => {
    const schedule = { cron: "*/15 * * * *", timezone: "UTC" };
    const request = requestFor({ from: "2025-01-01", to: "2025-04-15" }, scheduled(schedule));
    const id = await startBackfill(request, ACT, project.deps.database);
    const { tally } = await backfillView(project.deps.database, id);
    expect(tally).toMatchObject({ total: 10_080, waiting: 10_079, open: 1 });
  });
});

describe("a backfill", () => {
  it("runs each slot once, so many at a time, as ordinary runs with its label", async () => {
    const { database } = project.deps;
    await project.worker();
    let most = 0;
    await using _listener = await listen(database, () => void count());
    const count = async (): Promise<void> => {
      const { rows } = await database.query<{ open: number }>(
        "select count(*)::int as open from run where finished_at is null",
      );
      most = Math.max(most, rows[0]?.open ?? 0);
    };
    const id = await startBackfill(requestFor({ maxActive: 2, reverse: true }), ACT, database);
    const { tally } = await untilEnded(id);
    expect(tally).toMatchObject({ total: 5, succeeded: 5, open: 0, waiting: 0 });
    expect(most).toBeLessThanOrEqual(2);
    const runs = await runsOf(id);
    expect(runs.map((run) => run?.logicalDate.toISOString())).toEqual(
      ["06", "05", "04", "03", "02"].map((day) => `2026-02-${day}T07:30:00.000Z`),
    );
    expect(runs[0]).toMatchObject({ trigger: "backfill", tickAt: null, backfillId: id, state: "succeeded" });
  });

  it("skips what is done, and does failed or all slots again when it is asked to", async () => {
    const { database } = project.deps;
    const failing = new Set(["2026-02-03"]);
    const spec = { ...scheduled(NIGHTLY), before: [sampleCallback("check")] };
    await project.worker({
      runCallback: async (_, { run }) => {
        if (failing.has(run.logicalDate.toISOString().slice(0, 10))) throw new Error("no data");
        return null;
      },
    });
    const first = await untilEnded(await startBackfill(requestFor({}, spec), ACT, database));
    expect(first.tally).toMatchObject({ succeeded: 4, failed: 1 });
    expect(await codeOf(startBackfill(requestFor({}, spec), ACT, database))).toBe("ACTION_REFUSED");
    failing.clear();
    const again = await untilEnded(await startBackfill(requestFor({ reprocess: "failed" }, spec), ACT, database));
    expect(again.tally).toMatchObject({ succeeded: 1, skipped: 4 });
    const all = await planBackfill(requestFor({ reprocess: "all" }, spec), database);
    expect(all.slots.every(({ skippedFor }) => skippedFor === null)).toBe(true);
  });

  it("stops and goes on, whoever asked for it and has died; what was computed stays", async () => {
    const { database } = project.deps;
    const gate = createGate();
    const spec = { ...scheduled(NIGHTLY), after: [sampleCallback("report")] };
    const worker = await project.worker({ runCallback: (_, { signal }) => gate.pass(signal) });
    const id = await startBackfill(requestFor({ maxActive: 2 }, spec), ACT, database);
    await gate.arrived;
    await cancelBackfill(database, id, ACT);
    expect(await codeOf(cancelBackfill(database, id, ACT))).toBe("ACTION_REFUSED");
    for (const run of await runsOf(id)) if (run !== null) await project.ended(run.id);
    await worker.drain();
    expect((await backfillView(database, id)).tally).toMatchObject({ waiting: 3, cancelled: 2, open: 0 });
    await resumeBackfill(database, id, ACT);
    await project.worker();
    expect((await untilEnded(id)).tally).toMatchObject({ total: 5, succeeded: 5 });
    expect(await codeOf(resumeBackfill(database, id, ACT))).toBe("ACTION_REFUSED");
    expect(await codeOf(cancelBackfill(database, "99", ACT))).toBe("BACKFILL_NOT_FOUND");
  });

  it("keeps out of the way of the schedule, and raises no alarm", async () => {
    const { database } = project.deps;
    const alerts = [{ name: "always", when: "best.sharpe < 1000", to: ["slack" as const] }];
    await project.worker();
    const spec = { ...scheduled(NIGHTLY), alerts, priority: "high" as const };
    await untilEnded(await startBackfill(requestFor({}, spec), ACT, database));
    expect((await database.query("select from alert")).rowCount).toBe(0);
    expect((await database.query("select from tick")).rowCount).toBe(0);
    const { rows } = await database.query("select distinct trigger, priority from run");
    expect(rows).toEqual([{ trigger: "backfill", priority: "low" }]);
  });
});
