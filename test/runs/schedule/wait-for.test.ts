import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunId } from "../../../src/core/names/ids.ts";
import type { DataReach } from "../../../src/data/dataset.ts";
import type { DagSpec } from "../../../src/factory/dag-spec.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { registerDags } from "../../../src/runs/schedule/register-dags.ts";
import { tickDag } from "../../../src/runs/schedule/tick-dag.ts";
import { wakeOpenWork } from "../../../src/runs/watch/wake-open-work.ts";
import { listAlerts } from "../../../src/store/alerts.ts";
import { listDags } from "../../../src/store/run/dags.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { listSlots } from "../../../src/store/run/ticks.ts";
import { claimLook } from "../../../src/store/run/waits.ts";
import { listen } from "../../../src/store/connection/listener.ts";
import { loadedFile } from "../../support/loaded-dag.ts";
import { sampleDag } from "../../support/sample-dag.ts";
import { EVERY_MINUTE } from "../../support/scheduled-dag.ts";
import { withParts } from "../../support/executors/with-parts.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
/** What the data port tells; a function may throw. */
let reach: () => readonly DataReach[];
let now: Date;
beforeEach(async () => {
  project = await createTestProject();
  reach = () => [{ symbol: "SPX", lastDay: "2026-05-04" }];
  now = new Date("2026-05-05T05:00:30Z");
});
afterEach(() => project[Symbol.asyncDispose]());

const data = () => ({ ...project.deps.data, reachOf: async () => reach() });
const deps = () => ({ ...withParts(project.deps, { data: data() }), clock: { now: () => now } });
const worker = () => project.worker({ data: data(), lookEveryMs: 50 });

async function startWaiting(changes: Partial<DagSpec> = {}): Promise<RunId> {
  const spec = sampleDag({
    id: "nightly",
    schedule: { ...EVERY_MINUTE, overlap: "queue" },
    waitFor: { dataset: "sp500", through: "{{ ds }}", timeoutMs: 3_600_000 },
    ...changes,
  });
  await registerDags({ loaded: [loadedFile("/dags/nightly.yaml", { text: "x", spec })], folder: "/dags" }, deps());
  now = new Date("2026-05-05T05:01:10Z");
  return tick();
}

async function tick(): Promise<RunId> {
  const [dag] = await listDags(project.deps.database);
  if (dag === undefined) throw new Error("The DAG is not registered");
  const [result] = await tickDag(dag, deps());
  if (result?.runId === undefined || result.runId === null) throw new Error("No run was started");
  return result.runId;
}

/** Resolves once somebody has looked and written down what is missing. */
async function lookedFor(id: RunId, text: string): Promise<void> {
  const isTold = async () => (await readRun(project.deps.database, id))?.waitsFor?.missing?.includes(text) === true;
  const told = Promise.withResolvers<void>();
  await using _ = await listen(project.database.pool, () => void isTold().then((is) => is && told.resolve()));
  if (await isTold()) return;
  await told.promise;
}

describe("a run that waits for data", () => {
  it("is planned when they have come, on the data that came, and not before", async () => {
    const id = await startWaiting();
    await worker();
    await lookedFor(id, "SPX ends on 2026-05-04");
    expect(await readRun(project.deps.database, id)).toMatchObject({ state: "queued", cellsTotal: 0, snapshotIds: [] });
    const { rows } = await project.deps.database.query("select 1 from task");
    expect(rows).toEqual([]);
    reach = () => [{ symbol: "SPX", lastDay: "2026-05-05" }];
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", waitsFor: null, dataThrough: "2026-05-05" });
    expect((await readRun(project.deps.database, id))?.cellsTotal).toBeGreaterThan(0);
  });

  it("begins at once when they are there", async () => {
    reach = () => [{ symbol: "SPX", lastDay: "2026-05-06" }];
    const id = await startWaiting();
    await worker();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
  });

  it("waits for every symbol, and says which are behind", async () => {
    const days = { A: "2026-05-05", B: "2026-05-01", C: "2026-05-02", D: "2026-05-03", E: "2026-05-04" };
    reach = () => Object.entries(days).map(([symbol, lastDay]) => ({ symbol, lastDay }));
    const id = await startWaiting();
    await worker();
    await lookedFor(id, "B ends on 2026-05-01, C ends on 2026-05-02, D ends on 2026-05-03 and 1 more");
    const [slot] = await listSlots(project.deps.database, { dagId: "nightly", limit: 1 });
    expect(slot).toMatchObject({ runState: "queued", waitsFor: { dataset: "sp500", through: "2026-05-05" } });
    expect(slot?.waitUntil).toBeInstanceOf(Date);
  });

  it("goes on waiting while the data cannot be read, such as a file that is being written", async () => {
    reach = () => {
      throw new Error("line 7 ends in the middle");
    };
    const id = await startWaiting();
    await worker();
    await lookedFor(id, "cannot be read yet: line 7 ends in the middle");
    reach = () => [{ symbol: "SPX", lastDay: "2026-05-05" }];
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
  });

  it("fails when its time is over, with the reason, and alerts", async () => {
    const id = await startWaiting({
      waitFor: { dataset: null, through: "2026-05-05", timeoutMs: 300 },
      alerts: [{ name: "run_failed", when: `run.state == "failed"`, to: ["slack"] }],
    });
    await worker();
    const reason = "WAIT_TIMEOUT: its data through 2026-05-05 had not come after 300ms: SPX ends on 2026-05-04";
    expect(await project.ended(id)).toMatchObject({ state: "failed", reason });
    expect(await listAlerts(project.deps.database, id)).toMatchObject([{ rule: "run_failed", kind: "fired" }]);
  });

  it("takes data that are there at the last look, however late that is", async () => {
    reach = () => [{ symbol: "SPX", lastDay: "2026-05-05" }];
    const id = await startWaiting({ waitFor: { dataset: null, through: "2026-05-05", timeoutMs: 0 } });
    await worker();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
  });

  it("can be cancelled", async () => {
    const id = await startWaiting();
    await worker();
    await lookedFor(id, "SPX");
    expect(await stopRun(project.deps.database, id, { state: "cancelled", reason: "By hand" })).toBe(true);
    expect(await project.ended(id)).toMatchObject({ state: "cancelled", reason: "By hand" });
  });

  it("fails when it cannot be planned in the end", async () => {
    const spec = sampleDag({});
    const id = await startWaiting({
      backtests: spec.backtests.map((each) => ({ ...each, strategy: { kind: "builtin", name: "gone" } })),
    });
    reach = () => [{ symbol: "SPX", lastDay: "2026-05-05" }];
    await worker();
    expect(await project.ended(id)).toMatchObject({ state: "failed", reason: expect.stringContaining("gone") });
  });

  it("holds no connection and no lease, and is found again when its jobs are lost with their worker", async () => {
    const id = await startWaiting();
    const first = await worker();
    await lookedFor(id, "SPX");
    const { rows } = await project.deps.database.query("select 1 from attempt");
    expect(rows).toEqual([]);
    await first.drain();
    await project.deps.database.query(
      "select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))",
    );
    reach = () => [{ symbol: "SPX", lastDay: "2026-05-05" }];
    await project.deps.database.query("update run set look_at = now() where id = $1", [id]);
    await worker();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
  });

  it("is looked after by one at a time, however many are woken for it", async () => {
    const id = await startWaiting();
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimLook(project.deps.database, id, 60_000)));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    // Nothing is due now: waking open work asks for no further look.
    await project.deps.database.query(
      "select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))",
    );
    await wakeOpenWork(project.deps.database);
    expect((await project.deps.database.query("select 1 from graphile_worker.jobs")).rowCount).toBe(0);
  });

  it("counts its time from when it waits for no other run any more", async () => {
    const first = await startWaiting();
    now = new Date("2026-05-05T05:02:10Z");
    const second = await tick();
    expect(await readRun(project.deps.database, second)).toMatchObject({ held: true, waitUntil: null });
    await worker();
    reach = () => [{ symbol: "SPX", lastDay: "2026-05-05" }];
    expect(await project.ended(first)).toMatchObject({ state: "succeeded" });
    expect(await project.ended(second)).toMatchObject({ state: "succeeded", held: false });
  });

  it("that is held is not ended because it has no tasks", async () => {
    await startWaiting();
    now = new Date("2026-05-05T05:02:10Z");
    const second = await tick();
    await worker();
    await wakeOpenWork(project.deps.database);
    await stopRun(project.deps.database, second, { state: "cancelled", reason: "By hand" });
    expect(await project.ended(second)).toMatchObject({ state: "cancelled" });
  });
});
