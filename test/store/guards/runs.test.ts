import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listPacedRuns } from "../../../src/store/run/deadlines.ts";
import { findRunId, listRuns, tallyTasks } from "../../../src/store/run/list-runs.ts";
import { findOpenWork } from "../../../src/store/run/recover.ts";
import { insertTick, readLastTick } from "../../../src/store/run/ticks.ts";
import { countLedger, keepTrials, lockTrials, hasGrid } from "../../../src/store/trials.ts";
import { heartbeat, markStopped, registerWorker } from "../../../src/store/workers.ts";
import { inTransaction } from "../../../src/store/connection/transaction.ts";
import { sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

// Each of these conditions of our SQL was left out once, and no test took notice (docs/reliability.md).

let project: TestProject;
let database: TestProject["deps"]["database"];
beforeEach(async () => {
  project = await createTestProject();
  database = project.deps.database;
});
afterEach(() => project[Symbol.asyncDispose]());

describe("the list of runs", () => {
  it("has the latest first, and those of one DAG alone when it is asked for", async () => {
    const first = await project.start(sampleDag({ id: "a" }));
    const second = await project.start(sampleDag({ id: "b" }));
    const third = await project.start(sampleDag({ id: "a" }));
    const ids = async (dagId: string | null) =>
      (await listRuns(database, { dagId, state: null, limit: null, offset: 0 })).map(({ id }) => id);
    expect(await ids(null)).toEqual([third, second, first]);
    expect(await ids("a")).toEqual([third, first]);
    expect(await findRunId(database, "a")).toBe(third);
  });

  it("names as running only what runs", async () => {
    const id = await project.start(sampleDag({ before: [sampleCallback("one")] }));
    expect((await tallyTasks(database, id)).running).toEqual([]);
    await database.query("update task set state = 'running' where run_id = $1 and kind = 'callback'", [id]);
    expect((await tallyTasks(database, id)).running).toHaveLength(1);
  });
});

describe("open work", () => {
  it("is no queued task of a run that has ended, no sweep of one that stops, and no run with open tasks", async () => {
    const id = await project.start(sampleDag());
    expect(await findOpenWork(database)).toMatchObject({ queued: [{ kind: "backtest" }], endable: [] });
    await database.query("update run set finished_at = now() where id = $1", [id]);
    expect(await findOpenWork(database)).toMatchObject({ queued: [] });
    await database.query("update run set finished_at = null where id = $1", [id]);

    await database.query("update task set state = 'running' where run_id = $1", [id]);
    expect((await findOpenWork(database)).running).toHaveLength(1);
    await database.query("update run set stopping = 'cancelled' where id = $1", [id]);
    expect((await findOpenWork(database)).running).toEqual([]);

    await database.query("update run set open_tasks = 0 where id = $1", [id]);
    expect((await findOpenWork(database)).endable).toEqual([id]);
  });
});

it("the last slot of a DAG is its own", async () => {
  const [early, late] = [new Date("2026-05-05T05:00:00Z"), new Date("2026-05-05T06:00:00Z")];
  for (const [id, at] of [
    ["a", early],
    ["b", late],
  ] as const) {
    await project.start(sampleDag({ id }));
    await insertTick(database, { dagId: id, at, outcome: "missed", runId: null, reason: null });
  }
  expect(await readLastTick(database, "a", late)).toEqual(early);
});

it("a heartbeat is that of one worker, and so is its end", async () => {
  for (const id of ["one", "other"]) await registerWorker(database, { id, host: "here", pid: 1, slots: 1, aliveMs: 0 });
  expect(await heartbeat(database, "one", 60_000)).toBe(true);
  expect(await heartbeat(database, "nobody", 60_000)).toBe(false);
  const { rows } = await database.query("select id from worker where alive_until > now()");
  expect(rows).toEqual([{ id: "one" }]);
  await heartbeat(database, "other", 60_000);
  await markStopped(database, "one");
  const states = await database.query("select id, state from worker order by worker.id");
  expect(states.rows).toEqual([
    { id: "one", state: "stopped" },
    { id: "other", state: "live" },
  ]);
});

it("a run is paced although it has told something else than its deadline", async () => {
  const id = await project.start(sampleDag());
  await database.query("update run set must_finish_at = now() + interval '1 hour' where id = $1", [id]);
  await database.query("insert into alert (run_id, rule, kind, message) values ($1, 'another rule', 'fired', '{}')", [
    id,
  ]);
  expect((await listPacedRuns(database)).map((run) => run.id)).toEqual([id]);
});

it("trials are kept and counted by dataset, strategy and room", async () => {
  const rooms = ["costs", "none"].map((room) => ({ dataset: "d", strategy: "s", room }));
  const other = { dataset: "other", strategy: "s", room: "costs" };
  for (const [index, room] of [...rooms, other].entries()) {
    await inTransaction(database, async (transaction) => {
      expect(await lockTrials(transaction, room)).toMatchObject({ grids: [] });
      const hashes = BigUint64Array.from({ length: index + 1 }, (_, at) => BigInt(at));
      await keepTrials(transaction, room, { hashes, grids: [`grid ${index}`] });
    });
  }
  expect(await countLedger(database, { dataset: "d", strategy: "s" })).toBe(3);
  expect(await countLedger(database, other)).toBe(3);
  const [first] = rooms;
  if (first === undefined) throw new Error("No room");
  expect(await hasGrid(database, first, "grid 0")).toBe(true);
  expect(await hasGrid(database, first, "grid 1")).toBe(false);
  expect((await inTransaction(database, (transaction) => lockTrials(transaction, first))).hashes).toHaveLength(1);
});
