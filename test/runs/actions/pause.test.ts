import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors/app-error.ts";
import type { Act } from "../../../src/core/names/audit.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import type { DagSpec } from "../../../src/factory/dag-spec.ts";
import { pauseDag, unpauseDag } from "../../../src/runs/actions/pause-dag.ts";
import { pauseRun, unpauseRun } from "../../../src/runs/actions/pause-run.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { registerDags } from "../../../src/runs/schedule/register-dags.ts";
import { tickDag } from "../../../src/runs/schedule/tick-dag.ts";
import { listAlerts } from "../../../src/store/alerts.ts";
import { listActs } from "../../../src/store/actions/audit.ts";
import { listDags } from "../../../src/store/run/dags.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { listOverdueRuns } from "../../../src/store/run/recover.ts";
import { listSlots } from "../../../src/store/run/ticks.ts";
import { createGate } from "../../support/gate.ts";
import { inlineExecutor } from "../../support/inline-executor.ts";
import { loadedFile } from "../../support/loaded-dag.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag, upFrom } from "../../support/sample-dag.ts";
import { scheduled } from "../../support/scheduled-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const ACT: Act = { by: "eve", origin: "cli", reason: "vendor is down" };

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
}

/** A clock of the test, a little behind the database's, which knows no slots of the future. */
let now = new Date();
async function register(spec: DagSpec): Promise<void> {
  const loaded = [loadedFile(`/dags/${spec.id}.yaml`, { text: "", spec })];
  await registerDags({ loaded, folder: "/dags" }, { ...project.deps, clock: { now: () => now } });
}
async function tick() {
  const [dag] = await listDags(project.deps.database);
  return dag === undefined ? [] : tickDag(dag, { ...project.deps, clock: { now: () => now } });
}

describe("a paused DAG", () => {
  beforeEach(async () => {
    now = new Date(Date.now() - 30 * 60_000);
    await register(scheduled({ missed: "all", overlap: "queue" }));
  });

  it("has its slots recorded as skipped, with who and why; runs by hand work, and it goes on from where it is let go", async () => {
    const { database } = project.deps;
    await pauseDag(database, "nightly", ACT);
    expect(await codeOf(pauseDag(database, "nightly", ACT))).toBe("ACTION_REFUSED");
    now = new Date(now.getTime() + 2 * 60_000);
    expect(await tick()).toMatchObject([
      { outcome: "skipped", runId: null, reason: "paused by eve: vendor is down" },
      { outcome: "skipped" },
    ]);
    await project.worker();
    expect(await project.ended(await project.start(scheduled()))).toMatchObject({ state: "succeeded" });
    await unpauseDag(database, "nightly", ACT);
    expect(await codeOf(unpauseDag(database, "nightly", ACT))).toBe("ACTION_REFUSED");
    const acts = await listActs(database, { dagId: "nightly", runId: null, since: null, limit: null });
    expect(acts.map(({ action }) => action)).toEqual(["unpause", "pause"]);
  });

  it("owes no slot of the time of its pause, though nobody looked until it was over", async () => {
    const { database } = project.deps;
    await database.query(
      "update dag set paused_at = now() - interval '20 minutes', unpaused_at = now() - interval '10 minutes', paused_by = 'eve'",
    );
    now = new Date();
    const outcomes = Object.groupBy(await tick(), ({ at, outcome }) => {
      const age = Date.now() - at.getTime();
      return age > 10 * 60_000 && age < 20 * 60_000 ? `then ${outcome}` : `else ${outcome}`;
    });
    expect(Object.keys(outcomes).toSorted()).toEqual(["else queued", "else started", "then skipped"]);
    expect(outcomes["then skipped"]?.length).toBeGreaterThanOrEqual(9);
  });

  it("lets a run that waited for the one before it go only when it is unpaused", async () => {
    const { database } = project.deps;
    now = new Date(now.getTime() + 2 * 60_000);
    const [first, second] = await tick();
    await pauseDag(database, "nightly", ACT);
    if (first?.runId == null || second?.runId == null) throw new Error("two slots were due");
    await project.worker();
    await project.ended(first.runId);
    expect(await readRun(database, second.runId)).toMatchObject({ held: true });
    await unpauseDag(database, "nightly", ACT);
    expect(await project.ended(second.runId)).toMatchObject({ state: "succeeded" });
  });
});

describe("a paused run", () => {
  it("begins nothing new, and goes on where it was", async () => {
    const { database } = project.deps;
    const gate = createGate();
    const executor = inlineExecutor(builtinStrategy, () => gate.pass());
    await project.worker({ executor, slots: 1 });
    const spec = sampleDag({
      backtests: [sampleBacktest({ grid: gridOf({ fast: upFrom(2, 20), slow: upFrom(30, 20) }) })],
      after: [sampleCallback("report")],
    });
    const id = await project.start(spec);
    await gate.arrived;
    await pauseRun(database, id, ACT);
    expect(await codeOf(pauseRun(database, id, ACT))).toBe("ACTION_REFUSED");
    gate.open();
    // The range that was under way ends, and its transaction gives no other one.
    await expect.poll(async () => (await readRun(database, id))?.cellsDone).toBeGreaterThan(0);
    expect(await readRun(database, id)).toMatchObject({ status: "paused", pausedBy: "eve", finishedAt: null });
    const { cellsDone } = (await readRun(database, id)) ?? { cellsDone: 0 };
    const other = await project.start(sampleDag({ id: "other" }));
    await project.ended(other);
    expect(await readRun(database, id)).toMatchObject({ status: "paused", cellsDone });
    await unpauseRun(database, id, ACT);
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsDone: 400 });
    expect(await codeOf(pauseRun(database, id, ACT))).toBe("ACTION_REFUSED");
    expect(await codeOf(unpauseRun(database, id, ACT))).toBe("ACTION_REFUSED");
  });

  it("that has not begun does not begin; its time-out stands still meanwhile", async () => {
    const { database } = project.deps;
    const id = await project.start(sampleDag({ before: [sampleCallback("check")] }));
    await pauseRun(database, id, ACT);
    await project.worker();
    await project.ended(await project.start(sampleDag({ id: "other" })));
    expect(await readRun(database, id)).toMatchObject({ status: "paused", state: "queued" });
    await database.query(
      "update run set paused_at = now() - interval '1 hour', deadline_at = now() - interval '1 minute' where id = $1",
      [id],
    );
    expect(await listOverdueRuns(database)).toEqual([]);
    await unpauseRun(database, id, ACT);
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
  });

  it("can be cancelled", async () => {
    const { database } = project.deps;
    const id = await project.start(sampleDag());
    await pauseRun(database, id, ACT);
    expect(await stopRun(database, id, { state: "cancelled", reason: "by hand" })).toBe(true);
    expect(await readRun(database, id)).toMatchObject({ status: "cancelled" });
  });
});

describe("pause_after", () => {
  it("pauses a DAG after so many failed runs of its schedule in a row, and tells the way out once", async () => {
    const { database } = project.deps;
    now = new Date(Date.now() - 30 * 60_000);
    await register({
      ...scheduled({ missed: "all", overlap: "queue" }),
      pauseAfter: 2,
      before: [sampleCallback("check")],
    });
    let isBroken = false;
    await project.worker({
      runCallback: async () => {
        if (isBroken) throw new Error("no data");
        return null;
      },
    });
    const night = async (changes: { readonly broken: boolean }) => {
      isBroken = changes.broken;
      now = new Date(now.getTime() + 60_000);
      const [result] = await tick();
      if (result?.runId == null) return result;
      return project.ended(result.runId);
    };
    const [dagOf] = [async () => (await listDags(database))[0]];
    for (const broken of [true, false, true]) await night({ broken });
    // By hand does not count.
    isBroken = true;
    await project.ended(await project.start(scheduled({})));
    expect(await dagOf()).toMatchObject({ pausedAt: null });
    const last = await night({ broken: true });
    expect(await dagOf()).toMatchObject({ pausedBy: "nightgrid", unpausedAt: null });
    if (last === undefined || !("id" in last)) throw new Error("the slot was due");
    const told = (await listAlerts(database, last.id)).filter(({ kind }) => kind === "notice");
    expect(JSON.stringify(told)).toContain("nightly was paused after 2 failed runs in a row");
    expect(JSON.stringify(told)).toContain("nightgrid unpause nightly");
    expect(await night({ broken: false })).toMatchObject({ outcome: "skipped" });
    await unpauseDag(database, "nightly", ACT);
    expect((await listSlots(database, { dagId: null, limit: 1 }))[0]).toMatchObject({ outcome: "skipped" });
  });
});
