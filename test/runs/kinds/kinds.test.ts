import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TASK_KINDS } from "../../../src/core/names/states.ts";
import { RULES_OF_KIND } from "../../../src/runs/kinds/rules-of-kind.ts";
import { jobsOf } from "../../../src/runs/start/jobs-of.ts";
import { reapDeadWorkers } from "../../../src/runs/watch/reap-dead-workers.ts";
import { wakeOpenWork } from "../../../src/runs/watch/wake-open-work.ts";
import type { OrphanAttempt } from "../../../src/store/run/recover.ts";
import type { TaskId } from "../../../src/core/names/ids.ts";
import { enqueueJobs } from "../../../src/store/enqueue-jobs.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { registerWorker } from "../../../src/store/workers.ts";
import { sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const SRC = path.resolve(import.meta.dirname, "../../../src");

/** Files with the name of a kind of task beside the word `kind`, in TypeScript or in SQL, and tables by kind. */
function filesThatName(kinds: readonly string[]): readonly string[] {
  const quoted = `["'](?:${kinds.join("|")})["']`;
  const named = new RegExp(`kinds?\\b[^\\n]{0,20}\\s*${quoted}|case ${quoted}|Record<TaskKind`, "i");
  const folders = new Set(["core", "factory", "runs", "store", "tasks", "worker", "app", "cli"]);
  return readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && folders.has(name.split(path.sep)[0] ?? ""))
    .filter((name) => named.test(readFileSync(path.join(SRC, name), "utf8")))
    .sort();
}

describe("the kinds of tasks", () => {
  it("are named where they are listed, planned and looked up, and nowhere else", () => {
    expect(filesThatName(TASK_KINDS)).toEqual([
      "core/names/states.ts",
      "factory/build-task-graph.ts",
      "runs/kinds/rules-of-kind.ts",
      "runs/kinds/study/study-work.ts",
      "runs/kinds/sweep/sweep-tasks.ts",
      "runs/kinds/work-of-kind.ts",
      "runs/study/study-cells.ts",
      "runs/study/study-results.ts",
    ]);
  });
});

const orphan: OrphanAttempt = {
  id: "1",
  runId: "20260210_143022_a3f8b2c1" as OrphanAttempt["runId"],
  taskId: "1" as TaskId,
  kind: "callback",
  taskKills: 0,
  from: null,
  to: null,
  kills: 0,
  externalId: null,
};

describe("the work of a worker that is gone", () => {
  it("goes back to the queue when it was a whole task, until it has killed three workers (I4)", () => {
    const { takeBack } = RULES_OF_KIND.callback;
    expect(takeBack({ ...orphan, taskKills: 1 }, "worker_died")).toEqual({ to: "queue" });
    expect(takeBack({ ...orphan, taskKills: 2 }, "worker_died")).toMatchObject({ error: { code: "WORKER_LOST" } });
    expect(takeBack({ ...orphan, taskKills: 2 }, "stray")).toEqual({ to: "queue" });
  });

  it("is cut when it was a range, and stays whole when its worker only does not know of it", () => {
    const { takeBack } = RULES_OF_KIND.backtest;
    const range = { ...orphan, kind: "backtest", from: 4, to: 6 } as const;
    const cell = (from: number) => ({ from, to: from + 1, kills: 0, externalId: null });
    expect(takeBack(range, "worker_died")).toEqual({ to: "spare", ranges: [cell(4), cell(5)] });
    expect(takeBack(range, "stray")).toMatchObject({ ranges: [{ from: 4, to: 6, kills: 0 }] });
  });

  it("stays whole while it goes on outside, until attaching to it has killed three workers (I4)", () => {
    const { takeBack } = RULES_OF_KIND.backtest;
    const range = { ...orphan, kind: "backtest", from: 4, to: 6, externalId: "job" } as const;
    const back = { from: 4, to: 6, externalId: "job" };
    expect(takeBack(range, "worker_died")).toEqual({ to: "spare", ranges: [{ ...back, kills: 1 }] });
    expect(takeBack({ ...range, kills: 1 }, "stray")).toEqual({ to: "spare", ranges: [{ ...back, kills: 1 }] });
    const third = takeBack({ ...range, kills: 2 }, "worker_died");
    expect(third).toMatchObject({
      ranges: [
        { from: 4, externalId: null },
        { from: 5, externalId: null },
      ],
    });
  });
});

describe("jobs of queued tasks", () => {
  it("share one among many whole tasks, and none that is due later", () => {
    const whole = Array.from({ length: 200 }, (_, index) => ({
      id: String(index) as TaskId,
      kind: "callback" as const,
    }));
    const jobs = jobsOf(whole);
    expect(jobs).toHaveLength(50);
    expect(jobs.flatMap(({ subject }) => subject.split(","))).toEqual(whole.map(({ id }) => id));
    const later = whole.map((task) => ({ ...task, runAfter: new Date(0) }));
    expect(jobsOf(later)).toHaveLength(200);
    expect(jobsOf([{ id: "7" as TaskId, kind: "backtest" }])).toEqual([{ name: "begin_sweep", subject: "7" }]);
  });
});

describe("a kind that only a newer version knows", () => {
  let project: TestProject;
  beforeEach(async () => {
    project = await createTestProject();
  });
  afterEach(() => project[Symbol.asyncDispose]());

  it("is left to its workers, whatever state it is in, and holds nobody else up", async () => {
    const { database } = project.deps;
    await database.query("alter table task drop constraint task_kind_check");
    const strange = await project.start(sampleDag({ id: "strange", before: [sampleCallback("ingest")] }));
    await database.query("update task set kind = 'ingest' where phase = 'before'");
    await database.query("delete from graphile_worker._private_jobs");
    await registerWorker(database, { id: "gone", host: "here", pid: 1, slots: 1, aliveMs: 60_000 });
    const [task] = await listTasks(database, strange);
    await database.query("update task set state = 'running' where id = $1", [task?.id]);
    await database.query("insert into attempt (task_id, worker_id) values ($1, 'gone')", [task?.id]);
    await database.query("update worker set state = 'dead' where id = 'gone'");
    await reapDeadWorkers(database, { workerId: "nobody", graceMs: 0 });
    expect((await database.query("select from attempt where state = 'running'")).rowCount).toBe(1);
    await database.query("update task set state = 'queued' where id = $1", [task?.id]);
    await wakeOpenWork(database);
    await enqueueJobs(database, [{ name: "run_task", subject: task?.id ?? "" }]);
    await project.worker();
    const usual = await project.start(sampleDag({ id: "usual", before: [sampleCallback("first")] }));
    expect(await project.ended(usual)).toMatchObject({ state: "succeeded" });
    expect((await listTasks(database, strange))[0]?.state).toBe("queued");
  });
});
