import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DagSpec, ScheduleSpec } from "../../../src/factory/dag-spec.ts";
import { dueSlots } from "../../../src/runs/schedule/due-slots.ts";
import { registerDags } from "../../../src/runs/schedule/register-dags.ts";
import { tickDag } from "../../../src/runs/schedule/tick-dag.ts";
import { listSchedules } from "../../../src/runs/query/list-schedules.ts";
import { insertTick, listSlots } from "../../../src/store/run/ticks.ts";
import { listDags } from "../../../src/store/run/dags.ts";
import { EVERY_MINUTE, scheduled } from "../../support/scheduled-dag.ts";
import { loadedFile } from "../../support/loaded-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const NIGHTLY: ScheduleSpec = { ...EVERY_MINUTE, cron: "30 2 * * *", timezone: "America/New_York" };

function iso(slots: readonly Date[]): readonly string[] {
  return slots.map((slot) => slot.toISOString());
}

describe("dueSlots", () => {
  it("has a daily slot once where the clock skips its hour, and once where the hour comes twice", () => {
    const march = dueSlots(NIGHTLY, new Date("2026-03-07T12:00:00Z"), new Date("2026-03-10T00:00:00Z"));
    expect(march.start).toHaveLength(2);
    const oneThirty = { ...NIGHTLY, cron: "30 1 * * *" };
    const november = dueSlots(oneThirty, new Date("2026-10-31T12:00:00Z"), new Date("2026-11-02T12:00:00Z"));
    expect(november.start).toHaveLength(2);
  });

  it("does not depend on how often somebody looked", () => {
    const [from, to] = [new Date("2026-10-20T00:00:00Z"), new Date("2026-11-20T00:00:00Z")];
    const atOnce = iso(dueSlots(NIGHTLY, from, to).start);
    const inSteps: string[] = [];
    let since = from;
    for (let at = from.getTime(); at <= to.getTime(); at += 5 * 3_600_000) {
      const { start } = dueSlots(NIGHTLY, since, new Date(at));
      inSteps.push(...iso(start));
      since = start.at(-1) ?? since;
    }
    expect(inSteps.length).toBeGreaterThan(28);
    expect(inSteps).toEqual(atOnce.slice(0, inSteps.length));
    expect(atOnce.length - inSteps.length).toBeLessThanOrEqual(1);
  });

  it("FAULTS 10: has the slot that is due exactly now, and not the one that was the last", () => {
    const [since, now] = [new Date("2026-05-05T05:01:00Z"), new Date("2026-05-05T05:02:00Z")];
    expect(iso(dueSlots(EVERY_MINUTE, since, now).start)).toEqual(["2026-05-05T05:02:00.000Z"]);
    expect(iso(dueSlots(EVERY_MINUTE, since, new Date(now.getTime() - 1)).start)).toEqual([]);
  });

  it("owes nothing when the clock goes back", () => {
    const last = new Date("2026-05-05T05:05:00Z");
    expect(dueSlots(EVERY_MINUTE, last, new Date("2026-05-05T04:00:00Z"))).toEqual({ start: [], missed: [] });
  });

  it("keeps to the policy for what was missed", () => {
    const [since, now] = [new Date("2026-05-05T05:00:30Z"), new Date("2026-05-05T05:05:10Z")];
    const minutes = (policy: ScheduleSpec["missed"]) => {
      const { start, missed } = dueSlots({ ...EVERY_MINUTE, missed: policy }, since, now);
      return [start.map((slot) => slot.getUTCMinutes()), missed.map((slot) => slot.getUTCMinutes())];
    };
    expect(minutes("all")).toEqual([[1, 2, 3, 4, 5], []]);
    expect(minutes("last")).toEqual([[5], [1, 2, 3, 4]]);
    expect(minutes("none")).toEqual([
      [4, 5],
      [1, 2, 3],
    ]);
  });
});

describe("the schedule of a DAG", () => {
  let project: TestProject;
  let now = new Date("2026-05-05T05:00:30Z");
  beforeEach(async () => {
    now = new Date("2026-05-05T05:00:30Z");
    project = await createTestProject();
  });
  afterEach(() => project[Symbol.asyncDispose]());

  const deps = () => ({ ...project.deps, clock: { now: () => now } });
  const register = (spec: DagSpec | null, text = JSON.stringify(spec)) =>
    registerDags({ loaded: [loadedFile("/dags/nightly.yaml", { text, spec })], folder: "/dags" }, deps());
  const tick = async () => {
    const [dag] = await listDags(project.deps.database);
    if (dag === undefined) throw new Error("The DAG is not registered");
    return (await tickDag(dag, deps())).map((result) => [result.at.getUTCMinutes(), result.outcome]);
  };
  const at = (time: string) => {
    now = new Date(`2026-05-05T${time}Z`);
  };

  it("starts one run per slot, with any number of schedulers (I1)", async () => {
    await register(scheduled());
    at("05:01:10");
    const outcomes = await Promise.all([tick(), tick(), tick(), tick()]);
    expect(outcomes.flat()).toEqual([[1, "started"]]);
    const { rows } = await project.deps.database.query(`select tick_at, trigger from run`);
    expect(rows).toEqual([{ tick_at: new Date("2026-05-05T05:01:00Z"), trigger: "schedule" }]);
    expect(await tick()).toEqual([]);
  });

  it("owes no slots from before it was known", async () => {
    await register(scheduled());
    expect(await tick()).toEqual([]);
  });

  it("skips a slot while the run before is going", async () => {
    await register(scheduled());
    at("05:01:10");
    await tick();
    at("05:02:10");
    expect(await tick()).toEqual([[2, "skipped"]]);
  });

  it("holds a run back while the one before is going, and lets it go after that", async () => {
    await register(scheduled({ overlap: "queue" }));
    at("05:01:10");
    await tick();
    at("05:02:10");
    expect(await tick()).toEqual([[2, "queued"]]);
    const ids = await project.deps.database.query<{ id: never; held: boolean }>(
      "select id, held from run order by tick_at",
    );
    expect(ids.rows.map((row) => row.held)).toEqual([false, true]);
    await project.worker();
    for (const { id } of ids.rows) expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
  });

  it.each([
    ["skip", "skipped", [false, false]],
    ["queue", "queued", [false, false, true]],
    ["replace", "started", [false, false, false]],
  ] as const)(
    "with max_active_runs starts so many, then follows `overlap: %s` (I8)",
    async (overlap, outcome, held) => {
      await register({ ...scheduled({ overlap }), limits: { maxActiveRuns: 2 }, priority: "high" });
      const outcomes = [];
      for (const minute of [1, 2, 3]) {
        at(`05:0${minute}:10`);
        outcomes.push(...(await tick()));
      }
      expect(outcomes).toEqual([
        [1, "started"],
        [2, "started"],
        [3, outcome],
      ]);
      const { rows } = await project.deps.database.query<{ id: never; held: boolean; stopping: string | null }>(
        "select id, held, stopping, priority from run order by tick_at",
      );
      expect(rows.map((row) => row.held)).toEqual(held);
      expect(rows).toMatchObject(rows.map(() => ({ priority: "high" })));
      expect(rows[0]?.stopping).toBe(overlap === "replace" ? "cancelled" : null);
      await project.worker();
      for (const { id } of rows.slice(1)) expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
    },
  );

  it("replaces the run before", async () => {
    await register(scheduled({ overlap: "replace" }));
    at("05:01:10");
    await tick();
    at("05:02:10");
    expect(await tick()).toEqual([[2, "started"]]);
    const { rows } = await project.deps.database.query<{ id: never }>("select id from run order by tick_at");
    await project.worker();
    const ended = await Promise.all(rows.map(({ id }) => project.ended(id)));
    expect(ended.map((run) => run.state)).toEqual(["cancelled", "succeeded"]);
  });

  it("writes down what was missed", async () => {
    await register(scheduled({ missed: "last" }));
    at("05:03:10");
    expect(await tick()).toEqual([
      [1, "missed"],
      [2, "missed"],
      [3, "started"],
    ]);
  });

  describe("FAULTS 7.2: `missed: all`", () => {
    it.each(["skip", "queue", "replace"] as const)(
      "with `overlap: %s` runs every missed slot, in order",
      async (overlap) => {
        await register(scheduled({ missed: "all", overlap }));
        at("05:05:10");
        expect(await tick()).toEqual([
          [1, "started"],
          [2, "queued"],
          [3, "queued"],
          [4, "queued"],
          [5, "queued"],
        ]);
        const { rows } = await project.deps.database.query<{ id: never }>("select id from run order by tick_at");
        await project.worker();
        const ended = await Promise.all(rows.map(({ id }) => project.ended(id)));
        expect(ended.map((run) => run.state)).toEqual(Array.from({ length: 5 }, () => "succeeded"));
        const times = ended.map((run) => run.finishedAt?.getTime() ?? 0);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      },
    );

    it("runs a single slot that is late, too, and skips one that comes in time meanwhile", async () => {
      await register(scheduled({ cron: "0 * * * *", missed: "all", overlap: "skip" }));
      await project.start(scheduled());
      at("06:30:00");
      expect(await tick()).toEqual([[0, "queued"]]);
      at("07:00:10");
      expect(await tick()).toEqual([[0, "skipped"]]);
    });
  });

  it("FAULTS 7.2: says of every slot what became of it and why", async () => {
    await register(scheduled({ missed: "last" }));
    at("05:03:10");
    await tick();
    at("05:04:10");
    await tick();
    const slots = await listSlots(project.deps.database, { dagId: "nightly", limit: null });
    const running = slots.find((slot) => slot.outcome === "started")?.runId;
    expect(slots.map((slot) => [slot.at.getUTCMinutes(), slot.outcome, slot.reason])).toEqual([
      [4, "skipped", `run ${running ?? ""} was still going (overlap: skip)`],
      [3, "started", null],
      [2, "missed", "nobody looked in time (missed: last)"],
      [1, "missed", "nobody looked in time (missed: last)"],
    ]);
    const [view] = await listSchedules(project.deps.database, { dagId: "nightly", nextLimit: 2, pastLimit: 1 });
    expect(view?.past).toHaveLength(1);
    const [first, second] = view?.next ?? [];
    expect((second?.getTime() ?? 0) - (first?.getTime() ?? 0)).toBe(60_000);
    await expect(
      listSchedules(project.deps.database, { dagId: "nightli", nextLimit: 1, pastLimit: 1 }),
    ).rejects.toMatchObject({ code: "DAG_NOT_FOUND", hint: 'Did you mean "nightly"?' });
  });

  describe("FAULTS 7.1: a clock that is wrong", () => {
    it("writes no slot of the future, whatever somebody believes the time to be", async () => {
      const future = new Date(Date.now() + 3_600_000);
      now = new Date(future.getTime() - 120_000);
      await register(scheduled());
      const slot = { dagId: "nightly", outcome: "missed", runId: null, reason: null } as const;
      expect(await insertTick(project.deps.database, { ...slot, at: future })).toBe(false);
      now = future;
      await tick();
      const { rows } = await project.deps.database.query("select 1 from tick where tick_at > now()");
      expect(rows).toEqual([]);
    });

    it("takes back what was decided before its time by an older Nightgrid", async () => {
      await register(scheduled({ missed: "last" }));
      await project.deps.database.query(
        `insert into tick (dag_id, tick_at, outcome, decided_at)
         select 'nightly', at, 'missed', '2026-05-05 04:00Z' from generate_series(
           timestamptz '2026-05-05 05:01Z', '2026-05-05 06:00Z', interval '1 minute') as at`,
      );
      at("05:01:10");
      expect(await tick()).toEqual([[1, "started"]]);
      expect(await tick()).toEqual([]);
    });
  });

  it("goes on with the last good version while the file is broken", async () => {
    await register(scheduled());
    await register(null, "id: [");
    expect(await listDags(project.deps.database)).toMatchObject([{ id: "nightly", state: "error" }]);
    at("05:01:10");
    expect(await tick()).toEqual([[1, "started"]]);
  });

  it("forgets the slots of the old schedule when it changes", async () => {
    await register(scheduled({ cron: "*/5 * * * *" }));
    at("05:04:30");
    await register(scheduled());
    at("05:05:10");
    expect(await tick()).toEqual([[5, "started"]]);
  });

  it("ends with the file", async () => {
    await register(scheduled());
    await registerDags({ loaded: [], folder: "/dags" }, deps());
    at("05:01:10");
    expect(await tick()).toEqual([]);
  });

  it("shows a run that could not even be planned as failed", async () => {
    const spec = scheduled();
    await register({
      ...spec,
      backtests: spec.backtests.map((each) => ({ ...each, strategy: { kind: "builtin", name: "gone" } })),
    });
    at("05:01:10");
    expect(await tick()).toEqual([[1, "started"]]);
    await project.worker();
    const { rows } = await project.deps.database.query<{ id: never }>("select id from run");
    const run = await project.ended(rows[0]?.id as never);
    expect(run).toMatchObject({ state: "failed", cellsTotal: 0 });
    expect(run.reason).toContain(`no built-in strategy "gone"`);
  });
});
