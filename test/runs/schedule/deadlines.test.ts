import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AlertMessage } from "../../../src/alerts/message/alert-message.ts";
import type { RunId } from "../../../src/core/names/ids.ts";
import { deadlineAfter } from "../../../src/runs/deadline/deadline-after.ts";
import { expectEnd, isLate } from "../../../src/runs/deadline/expect-end.ts";
import { planRun } from "../../../src/runs/start/run-plan.ts";
import { startPlanned } from "../../../src/runs/start/start-run.ts";
import { listAlerts } from "../../../src/store/alerts.ts";
import { DEADLINE_RULE, listPacedRuns, type PacedRun } from "../../../src/store/run/deadlines.ts";
import { sampleDag } from "../../support/sample-dag.ts";
import { EVERY_MINUTE } from "../../support/scheduled-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const at = (clock: string) => new Date(`2026-05-05T${clock}:00Z`);

/** Begun at 04:00, to be done by 08:00: a quarter of the cells in the first hour, 10 % of them cached. */
const PACED: PacedRun = {
  id: "run" as RunId,
  now: at("05:00"),
  mustFinishAt: at("08:00"),
  createdAt: at("04:00"),
  startedAt: at("04:00"),
  cellsSince: at("04:00"),
  cellsTotal: 4000,
  cellsDone: 1300,
  cellsCached: 400,
  usualMs: null,
};

describe("the expected end of a run", () => {
  it("follows from the rate of what was computed: 900 cells an hour, 2,700 left, three hours more", () => {
    expect(expectEnd(PACED)).toEqual({ at: at("08:00"), basis: "rate", rate: 0.25 });
    expect(isLate(PACED, expectEnd(PACED))).toBe(false);
    const slower = { ...PACED, cellsDone: 1299 };
    expect(isLate(slower, expectEnd(slower))).toBe(true);
  });

  it("does not believe a rate of the first few cells, unless a good part of the time went into them", () => {
    const first = { ...PACED, now: at("04:01"), cellsDone: 401 };
    expect(expectEnd(first)).toBeNull();
    expect(isLate(first, null)).toBe(false);
    const slow = { ...PACED, now: at("04:24"), cellsDone: 401 };
    expect(expectEnd(slow)).toMatchObject({ basis: "rate" });
    expect(isLate(slow, expectEnd(slow))).toBe(true);
  });

  it("is what the last runs took, before there is a rate, and also for a run that has not begun", () => {
    const hour = 3_600_000;
    const young = { ...PACED, now: at("04:01"), cellsDone: 0, cellsCached: 0, usualMs: 5 * hour };
    expect(expectEnd(young)).toEqual({ at: at("09:00"), basis: "usual", rate: null });
    const waiting = { ...young, startedAt: null, cellsSince: null, usualMs: 2 * hour };
    expect(isLate({ ...waiting, now: at("06:00") }, expectEnd({ ...waiting, now: at("06:00") }))).toBe(false);
    expect(isLate({ ...waiting, now: at("06:01") }, expectEnd({ ...waiting, now: at("06:01") }))).toBe(true);
  });

  it("of a run that has not begun, and of whose like nothing is known, is late fifteen minutes before at most", () => {
    const unknown = { ...PACED, startedAt: null, cellsSince: null, cellsDone: 0, cellsCached: 0 };
    expect(isLate({ ...unknown, now: at("07:44") }, null)).toBe(false);
    expect(isLate({ ...unknown, now: at("07:45") }, null)).toBe(true);
    expect(isLate({ ...unknown, createdAt: at("07:30"), now: at("07:56") }, null)).toBe(false);
    expect(isLate({ ...unknown, createdAt: at("07:30"), now: at("07:57") }, null)).toBe(true);
  });

  it("is late once the deadline has come, whatever is expected", () => {
    expect(isLate({ ...PACED, now: at("08:00"), cellsDone: 4000 }, null)).toBe(true);
  });
});

describe("the deadline of a slot", () => {
  const deadline = (slot: string, minutes: number, timezone = "America/New_York") =>
    deadlineAfter(new Date(slot), { timezone, minutes }).toISOString().slice(0, 16);

  it("is the first such clock time after it, in the schedule's zone", () => {
    expect(deadline("2026-05-05T07:30Z", 510)).toBe("2026-05-05T12:30");
    expect(deadline("2026-05-05T21:30Z", 510)).toBe("2026-05-06T12:30");
    expect(deadline("2026-05-05T12:30Z", 510)).toBe("2026-05-06T12:30");
    // Clocks go forward in the night between: 08:30 is an hour sooner.
    expect(deadline("2026-03-07T21:30Z", 510)).toBe("2026-03-08T12:30");
    expect(deadline("2026-03-08T05:00Z", 150)).toBe("2026-03-08T07:30");
  });
});

describe("must_finish_by", () => {
  let project: TestProject;
  beforeEach(async () => {
    project = await createTestProject();
  });
  afterEach(() => project[Symbol.asyncDispose]());

  const TIMING = { heartbeatMs: 100, aliveMs: 5000, watchdogMs: 20 };
  const dagWith = (changes: Parameters<typeof sampleDag>[0]) =>
    sampleDag({ schedule: { ...EVERY_MINUTE, timezone: "America/New_York" }, ...changes });
  const start = (changes: Parameters<typeof sampleDag>[0], deadline: Date) =>
    project.start(dagWith(changes), { mustFinishAt: deadline });
  const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  const messages = async (id: RunId) =>
    (await listAlerts(project.deps.database, id))
      .filter(({ rule }) => rule === DEADLINE_RULE)
      .map(({ message, kind, deliveries }) => {
        const { title, text } = message as AlertMessage;
        return { title, text, kind, channels: deliveries.map(({ channel }) => channel) };
      });

  it("warns of a run that nobody begins, once, with any number of workers and restarts", async () => {
    // A worker that is alive, but whose slots never come to this run: it is held behind another one.
    const spec = dagWith({ alerts: [{ name: "a", when: "run.duration_ms > 1", to: ["email"] }] });
    const dag = { file: "/dags/sample.yaml", text: JSON.stringify(spec), spec };
    const moment = { logicalDate: new Date("2026-02-10T00:00:00Z"), tickAt: null, mustFinishAt: inMinutes(-1) };
    const plan = await planRun({ dag, ...moment, overrides: {}, trigger: "manual" }, project.deps);
    const { id } = plan.run;
    await startPlanned({ ...plan, run: { ...plan.run, held: true } }, project.deps);
    const workers = await Promise.all([1, 2, 3].map(() => project.worker({ timing: TIMING })));
    const warned = async () => (await messages(id)).length > 0;
    for (let round = 0; !(await warned()); round++) await project.deps.database.query("select $1::int", [round]);
    for (const worker of workers) await worker.drain();
    await project.worker({ timing: TIMING });
    expect(await listPacedRuns(project.deps.database)).toEqual([]);
    expect(await messages(id)).toEqual([
      {
        title: expect.stringMatching(/^\w+ was not done by \d\d:\d\d \(America\/New_York\)$/),
        text: expect.stringContaining("The run has not begun: it waits for the run before it to end."),
        kind: "notice",
        channels: ["email"],
      },
    ]);
  });

  it("keeps its warning for the end of quiet hours", async () => {
    // Of all days but one that is far: they hold now, and they end.
    const days = [0, 1, 2, 3, 4, 5, 6].filter((day) => day !== (new Date().getUTCDay() + 3) % 7);
    const email = { fromMinute: 0, toMinute: 1440, timezone: "UTC", days, except: ["critical"] as const };
    const alerts = [{ name: "a", when: "run.duration_ms > 1", to: ["email"] as const }];
    const spec = dagWith({ alerts, notifications: { baseline: null, quietHours: { email } } });
    const dag = { file: "/dags/sample.yaml", text: JSON.stringify(spec), spec };
    const moment = { logicalDate: new Date("2026-02-10T00:00:00Z"), tickAt: null, mustFinishAt: inMinutes(-1) };
    const plan = await planRun({ dag, ...moment, overrides: {}, trigger: "manual" }, project.deps);
    await startPlanned({ ...plan, run: { ...plan.run, held: true } }, project.deps);
    const worker = await project.worker({ timing: TIMING });
    const warned = async () => (await messages(plan.run.id)).length > 0;
    for (let round = 0; !(await warned()); round++) await project.deps.database.query("select $1::int", [round]);
    await worker.drain();
    const { rows } = await project.deps.database.query("select state, held, next_at > now() as later from delivery");
    expect(rows).toEqual([{ state: "pending", held: true, later: true }]);
    // Held as a warning, and told as one.
    const { rows: told } = await project.deps.database.query(
      "select message->'about'->>'severity' as severity from alert",
    );
    expect(told).toEqual([{ severity: "warning" }]);
  });

  it("warns before it is too late, from what the last runs took", async () => {
    const first = await start({ alerts: [] }, inMinutes(600));
    await project.worker({ timing: TIMING });
    await project.ended(first);
    await project.deps.database.query("update run set started_at = finished_at - interval '5 hours' where id = $1", [
      first,
    ]);
    const id = await start({ alerts: [] }, inMinutes(240));
    // Had it begun, it would be over at once.
    await project.deps.database.query("update run set held = true where id = $1", [id]);
    const [pace] = await listPacedRuns(project.deps.database);
    if (pace === undefined) {
      expect(await messages(id)).toHaveLength(1);
    } else {
      expect(pace.usualMs).toBeCloseTo(5 * 3_600_000, -3);
      expect(isLate(pace, expectEnd(pace))).toBe(true);
    }
  });

  it("says nothing of a run that will be done in time, nor of one that has ended or stops", async () => {
    const id = await start({}, inMinutes(60));
    await project.worker({ timing: TIMING });
    await project.ended(id);
    expect(await messages(id)).toEqual([]);
    expect(await listPacedRuns(project.deps.database)).toEqual([]);
    const stopping = await start({}, inMinutes(-5));
    await project.deps.database.query("update run set stopping = 'cancelled' where id = $1", [stopping]);
    expect(await listPacedRuns(project.deps.database)).toEqual([]);
  });

  it("leaves the verdicts of the DAG's own rules alone", async () => {
    const alerts = [{ name: "must_finish_by", when: `run.state == "succeeded"`, to: ["slack"] as const }];
    const id = await start({ alerts }, inMinutes(-1));
    await project.worker({ timing: TIMING });
    await project.ended(id);
    const rules = (await listAlerts(project.deps.database, id)).map(({ rule }) => rule);
    expect(rules).toContain("must_finish_by");
  });
});
