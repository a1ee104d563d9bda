import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolveWindow } from "../../../src/data/resolve-window.ts";
import type { DagSpec, ScheduleSpec, SessionScheduleSpec } from "../../../src/factory/dag-spec.ts";
import { listSchedules } from "../../../src/runs/query/list-schedules.ts";
import { dueSlots } from "../../../src/runs/schedule/due-slots.ts";
import { registerDags } from "../../../src/runs/schedule/register-dags.ts";
import { nextSlots } from "../../../src/runs/schedule/slots.ts";
import { tickDag } from "../../../src/runs/schedule/tick-dag.ts";
import { dataThrough, waitOf } from "../../../src/runs/wait/data-day.ts";
import { listDags } from "../../../src/store/run/dags.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { listSlots } from "../../../src/store/run/ticks.ts";
import { loadedFile } from "../../support/loaded-dag.ts";
import { sampleDag } from "../../support/sample-dag.ts";
import { EVERY_MINUTE } from "../../support/scheduled-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const MINUTE_MS = 60_000;
const AFTER_CLOSE: SessionScheduleSpec = {
  calendar: "XNYS",
  at: { kind: "anchor", anchor: "close", offsetMs: 30 * MINUTE_MS },
  timezone: "America/New_York",
  missed: "last",
  overlap: "skip",
};
const WEEKDAYS: ScheduleSpec = {
  ...EVERY_MINUTE,
  cron: "0 12 * * 1-5",
  timezone: "America/New_York",
  holidaysOf: "XNYS",
};

function shown(schedule: ScheduleSpec, from: string, limit: number): readonly string[] {
  return nextSlots(schedule, new Date(from), limit).map(({ at }) => `${at.toISOString().slice(0, 16)}Z`);
}

describe("slots by sessions", () => {
  it("come half an hour after each close, early ones too, and not on holidays, whatever the clocks do", () => {
    // Thanksgiving 2026, the early close after it, and the weekend; then the change of clocks of March 2026.
    expect(shown(AFTER_CLOSE, "2026-11-25T00:00:00Z", 3)).toEqual([
      "2026-11-25T21:30Z",
      "2026-11-27T18:30Z",
      "2026-11-30T21:30Z",
    ]);
    expect(shown(AFTER_CLOSE, "2026-03-06T00:00:00Z", 2)).toEqual(["2026-03-06T21:30Z", "2026-03-09T20:30Z"]);
  });

  it("come at the lunch break where there is one, and not on half days", () => {
    const lunch: SessionScheduleSpec = {
      ...AFTER_CLOSE,
      calendar: "XHKG",
      at: { kind: "anchor", anchor: "break_start", offsetMs: 5 * MINUTE_MS },
    };
    expect(shown(lunch, "2026-12-23T00:00:00Z", 3)).toEqual([
      "2026-12-23T04:05Z",
      // 24 December is a half day, 25 December none, 28 December the next whole one.
      "2026-12-28T04:05Z",
      "2026-12-29T04:05Z",
    ]);
    const back: SessionScheduleSpec = { ...lunch, at: { kind: "anchor", anchor: "break_end", offsetMs: 0 } };
    expect(shown(back, "2026-12-23T00:00:00Z", 1)).toEqual(["2026-12-23T05:00Z"]);
  });

  it("come before an open, in the evening before a session of futures, and at a clock time of session days", () => {
    const beforeOpen: SessionScheduleSpec = {
      ...AFTER_CLOSE,
      at: { kind: "anchor", anchor: "open", offsetMs: -90 * MINUTE_MS },
    };
    expect(shown(beforeOpen, "2026-11-25T00:00:00Z", 2)).toEqual(["2026-11-25T13:00Z", "2026-11-27T13:00Z"]);
    const futures: SessionScheduleSpec = {
      ...AFTER_CLOSE,
      calendar: "CMES",
      at: { kind: "anchor", anchor: "open", offsetMs: 0 },
    };
    expect(shown(futures, "2026-11-28T00:00:00Z", 1)).toEqual(["2026-11-29T23:00Z"]);
    const atSix: SessionScheduleSpec = {
      ...AFTER_CLOSE,
      at: { kind: "clock", minutes: 18 * 60 },
      timezone: "Europe/Berlin",
    };
    expect(shown(atSix, "2026-10-23T00:00:00Z", 3)).toEqual([
      "2026-10-23T16:00Z",
      "2026-10-26T17:00Z",
      "2026-10-27T17:00Z",
    ]);
  });

  it("do not depend on how often somebody looked, also with a moment far from its session", () => {
    const late: SessionScheduleSpec = {
      ...AFTER_CLOSE,
      missed: "all",
      at: { kind: "anchor", anchor: "close", offsetMs: 7 * 1440 * MINUTE_MS },
    };
    const [from, to] = [new Date("2026-11-01T00:00:00Z"), new Date("2026-12-20T00:00:00Z")];
    const atOnce = dueSlots(late, from, to).start;
    const inSteps: Date[] = [];
    for (let at = from.getTime(), since = from; at <= to.getTime(); at += 7 * 3_600_000) {
      const { start } = dueSlots(late, since, new Date(at));
      inSteps.push(...start);
      since = start.at(-1) ?? since;
    }
    expect(atOnce.length).toBeGreaterThan(30);
    expect(inSteps).toEqual(atOnce);
  });
});

describe("skip: holidays", () => {
  it("passes over holidays alone, with the reason; days on which there is never a session are no holidays", () => {
    const { start, holidays } = dueSlots(WEEKDAYS, new Date("2026-11-25T00:00:00Z"), new Date("2026-11-28T00:00:00Z"));
    expect(start.map((at) => at.toISOString())).toEqual(["2026-11-25T17:00:00.000Z", "2026-11-27T17:00:00.000Z"]);
    expect(holidays).toEqual([{ at: new Date("2026-11-26T17:00:00Z"), reason: "XNYS is closed on 2026-11-26" }]);
    const saturdays: ScheduleSpec = { ...WEEKDAYS, cron: "0 12 * * 6" };
    expect(shown(saturdays, "2026-11-25T00:00:00Z", 1)).toEqual(["2026-11-28T17:00Z"]);
  });

  it("counts the day where the market is: early on Friday in Tokyo is Thanksgiving in New York", () => {
    const tokyo: ScheduleSpec = { ...WEEKDAYS, cron: "0 7 * * *", timezone: "Asia/Tokyo" };
    // 07:00 of the 26th in Tokyo is the 25th in New York.
    expect(shown(tokyo, "2026-11-25T00:00:00Z", 2)).toEqual(["2026-11-25T22:00Z", "2026-11-27T22:00Z"]);
  });
});

describe("the day of a run", () => {
  const at = (spec: Partial<DagSpec>, moment: string) => waitOf(sampleDag(spec), new Date(moment))?.through;
  const ds = { dataset: null, through: "{{ ds }}", timeoutMs: 1 };
  const lastSession = { ...ds, through: "{{ last_session }}" };

  it("is that of its session; of a cron that of its slot in the schedule's zone; without a schedule that of UTC", () => {
    expect(at({ schedule: AFTER_CLOSE, waitFor: ds }, "2026-11-25T21:30:00Z")).toBe("2026-11-25");
    // 18 hours after the close is the day after.
    const late = { ...AFTER_CLOSE, at: { kind: "anchor", anchor: "close", offsetMs: 18 * 60 * MINUTE_MS } } as const;
    expect(at({ schedule: late, waitFor: ds }, "2026-11-26T15:00:00Z")).toBe("2026-11-25");
    const cron = { ...EVERY_MINUTE, timezone: "America/New_York" };
    expect(at({ schedule: cron, waitFor: ds }, "2026-11-26T03:00:00Z")).toBe("2026-11-25");
    expect(at({ schedule: null, waitFor: ds }, "2026-11-26T03:00:00Z")).toBe("2026-11-26");
    expect(at({ schedule: null, waitFor: { ...ds, through: "2026-01-02" } }, "2026-11-26T03:00:00Z")).toBe(
      "2026-01-02",
    );
  });

  it("is the last session that had closed, for who asks for that", () => {
    const days = ["2026-11-25T20:59:00Z", "2026-11-25T21:00:00Z", "2026-11-27T17:59:00Z", "2026-11-27T18:00:00Z"];
    expect(days.map((moment) => at({ schedule: AFTER_CLOSE, waitFor: lastSession }, moment))).toEqual([
      "2026-11-24",
      "2026-11-25",
      "2026-11-25",
      "2026-11-27",
    ]);
    const utc = { ...WEEKDAYS, timezone: "UTC" };
    expect(at({ schedule: utc, waitFor: lastSession }, "2026-11-30T08:00:00Z")).toBe("2026-11-27");
    expect(() =>
      at({ schedule: { ...AFTER_CLOSE, calendar: "XSHG" }, waitFor: lastSession }, "2027-01-05T00:00:00Z"),
    ).toThrow(expect.objectContaining({ code: "CALENDAR_ENDS" }));
  });

  it("counts as over for the window, though the day of UTC is not: a run after the close uses its bar", () => {
    const moment = new Date("2026-11-25T21:30:00Z");
    const through = dataThrough(sampleDag({ schedule: AFTER_CLOSE }), moment);
    const open = { startDate: null, endDate: null, lookbackMs: 2 * 1440 * MINUTE_MS };
    expect(resolveWindow(open, moment, undefined, through)).toEqual({ startDate: "2026-11-24", endDate: "2026-11-25" });
    expect(dataThrough(sampleDag({ schedule: EVERY_MINUTE }), moment)).toBeNull();
    // What a wait has brought, too; and never less than the clock gives.
    expect(dataThrough(sampleDag({ schedule: EVERY_MINUTE, waitFor: ds }), moment)).toBe("2026-11-25");
    expect(resolveWindow(open, moment, undefined, "2026-01-02").endDate).toBe("2026-11-24");
    // Nothing is known of 2027 in Shanghai.
    expect(
      dataThrough(sampleDag({ schedule: { ...AFTER_CLOSE, calendar: "XSHG" } }), new Date("2027-06-01")),
    ).toBeNull();
  });
});

describe("the schedule of a DAG", () => {
  let project: TestProject;
  let now = new Date(0);
  beforeEach(async () => {
    project = await createTestProject();
  });
  afterEach(() => project[Symbol.asyncDispose]());

  const deps = () => ({ ...project.deps, clock: { now: () => now } });
  const register = (schedule: ScheduleSpec, from: string, more: Partial<DagSpec> = {}) => {
    now = new Date(from);
    const spec = sampleDag({ id: "nightly", schedule, ...more });
    return registerDags({ loaded: [loadedFile("/dags/nightly.yaml", { text: from, spec })], folder: "/dags" }, deps());
  };
  const tick = async (at: string) => {
    now = new Date(at);
    const [dag] = await listDags(project.deps.database);
    if (dag === undefined) throw new Error("The DAG is not registered");
    return (await tickDag(dag, deps())).map((result) => [
      result.at.toISOString().slice(0, 16),
      result.outcome,
      result.reason,
    ]);
  };

  it("starts a run per session, and pins what it may use", async () => {
    await register(AFTER_CLOSE, "2025-11-25T00:00:00Z");
    expect(await tick("2025-11-25T21:29:59Z")).toEqual([]);
    expect(await tick("2025-11-25T21:30:10Z")).toEqual([["2025-11-25T21:30", "started", null]]);
    const { rows } = await project.deps.database.query<{ id: never }>("select id from run");
    expect(await readRun(project.deps.database, rows[0]?.id as never)).toMatchObject({
      dataThrough: "2025-11-25",
      logicalDate: new Date("2025-11-25T21:30:00Z"),
    });
    await project.worker();
    await project.ended(rows[0]?.id as never);
    expect(await tick("2025-11-28T18:30:00Z")).toEqual([
      ["2025-11-26T21:30", "missed", "nobody looked in time (missed: last)"],
      ["2025-11-28T18:30", "started", null],
    ]);
  });

  it("writes down holidays as skipped, in the order of time", async () => {
    await register({ ...WEEKDAYS, missed: "last" }, "2025-11-25T00:00:00Z");
    expect(await tick("2025-11-28T23:00:00Z")).toEqual([
      ["2025-11-25T17:00", "missed", "nobody looked in time (missed: last)"],
      ["2025-11-26T17:00", "missed", "nobody looked in time (missed: last)"],
      ["2025-11-27T17:00", "skipped", "XNYS is closed on 2025-11-27"],
      ["2025-11-28T17:00", "started", null],
    ]);
    expect(await tick("2025-11-28T23:00:00Z")).toEqual([]);
  });

  it("does not take a holiday for the last missed slot", async () => {
    await register({ ...WEEKDAYS, missed: "last" }, "2025-11-26T00:00:00Z");
    expect(await tick("2025-11-27T23:00:00Z")).toEqual([
      ["2025-11-26T17:00", "started", null],
      ["2025-11-27T17:00", "skipped", "XNYS is closed on 2025-11-27"],
    ]);
  });

  it("keeps the deadline of a run, in the schedule's zone", async () => {
    await register(AFTER_CLOSE, "2025-11-25T00:00:00Z", { mustFinishBy: 8 * 60 + 30 });
    await tick("2025-11-25T21:30:10Z");
    const { rows } = await project.deps.database.query("select must_finish_at from run");
    expect(rows).toEqual([{ must_finish_at: new Date("2025-11-26T13:30:00Z") }]);
  });

  describe("whose calendar has ended", () => {
    it("has no next slot, and says why", async () => {
      const schedule: SessionScheduleSpec = { ...AFTER_CLOSE, calendar: "XSHG" };
      expect(shown(schedule, "2026-12-30T00:00:00Z", 5)).toEqual(["2026-12-30T07:30Z", "2026-12-31T07:30Z"]);
      expect(shown(schedule, "2027-01-01T00:00:00Z", 5)).toEqual([]);
      await register(schedule, "2026-05-05T00:00:00Z");
      const [view] = await listSchedules(project.deps.database, { dagId: "nightly", nextLimit: 400, pastLimit: 1 });
      expect(view?.end).toContain("CALENDAR_ENDS: The calendar XSHG ends on 2026-12-31");
    });

    it("has one more slot by sessions, and all of a cron, that fail with the reason and never guess", () => {
      const end = dueSlots(
        { ...AFTER_CLOSE, calendar: "XSHG", timezone: "Asia/Shanghai", missed: "all" },
        new Date("2026-12-31T00:00:00Z"),
        new Date("2028-01-01T00:00:00Z"),
      );
      expect(end.start.map((at) => at.toISOString())).toEqual(["2026-12-31T07:30:00.000Z", "2026-12-31T16:00:00.000Z"]);
      const cron = { ...WEEKDAYS, holidaysOf: "XSHG" } as const;
      const { start, holidays } = dueSlots(cron, new Date("2026-12-31T00:00:00Z"), new Date("2027-01-06T00:00:00Z"));
      expect([start.length, holidays]).toEqual([4, undefined]);
    });

    it("starts a run that fails and tells, in place of a guess", async () => {
      // Of 1999 the calendar knows as little as of 2028.
      await register({ ...WEEKDAYS, missed: "all" }, "1999-12-30T00:00:00Z");
      const [slot] = await tick("1999-12-30T18:00:00Z");
      expect(slot?.[2]).toContain("CALENDAR_ENDS");
      await project.worker();
      const { rows } = await project.deps.database.query<{ id: never }>("select id from run");
      const run = await project.ended(rows[0]?.id as never);
      expect(run).toMatchObject({
        state: "failed",
        reason: expect.stringContaining("CALENDAR_ENDS: The calendar XNYS"),
      });
      const [row] = await listSlots(project.deps.database, { dagId: "nightly", limit: 1 });
      expect(row).toMatchObject({
        outcome: "started",
        runState: "failed",
        runReason: expect.stringContaining("CALENDAR_ENDS"),
      });
    });
  });
});
