import { channelsFromEnv } from "../../../src/alerts/channels/channels-from-env.ts";
import { CONTROL_JOBS, COMPUTE_JOBS, jobIdentifier, type JobName } from "../../../src/core/names/job-names.ts";
import { createWorkDeps } from "../../../src/runs/create-work-deps.ts";
import { setPool } from "../../../src/runs/limits/set-pool.ts";
import { watchOver } from "../../../src/runs/watch/watch-over.ts";
import { reclaimOrphanedAttempts } from "../../../src/runs/watch/reclaim-orphaned-attempts.ts";
import { wakeOpenWork } from "../../../src/runs/watch/wake-open-work.ts";
import type { WorkDeps } from "../../../src/runs/work-deps.ts";
import { markStopped, registerWorker } from "../../../src/store/workers.ts";
import { COMPUTE_HANDLERS, CONTROL_HANDLERS } from "../../../src/tasks/job-handlers.ts";
import type { JobHandler } from "../../../src/tasks/job-handler.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";
import { POOL } from "../shapes.ts";
import { gatedExecutor } from "./gated-executor.ts";
import { type Activity, passGate, startActivity } from "./gated-work.ts";

const HANDLERS: Readonly<Record<JobName, JobHandler>> = { ...CONTROL_HANDLERS, ...COMPUTE_HANDLERS };
const JOB_NAMES: readonly JobName[] = [...CONTROL_JOBS, ...COMPUTE_JOBS];
const ALIVE_MS = 3_600_000;

/** A worker of which the test decides what it does, and when; its database and its use cases are the real ones. */
export interface ModelWorkerProcess {
  readonly deps: WorkDeps;
  /** What it works on, with the attempts that it knows for it. */
  readonly works: { readonly activity: Activity; attemptId: string | null }[];
}

export interface Job {
  readonly name: JobName;
  readonly subject: string;
}

/** Real use cases on a real Postgres, with workers and a clock in the hands of the test. */
export class ModelSystem implements AsyncDisposable {
  readonly project: TestProject;
  readonly workers: ModelWorkerProcess[] = [];
  /** By how much the clock of this host is wrong, in milliseconds. */
  hostSkewMs = 0;
  #named = 0;

  private constructor(project: TestProject) {
    this.project = project;
  }

  static async create(workers: number): Promise<ModelSystem> {
    const system = new ModelSystem(await createTestProject([gatedExecutor]));
    await setPool(system.database, POOL, { slots: 2, memoryMb: null });
    for (let number = 0; number < workers; number++) await system.addWorker();
    return system;
  }

  get database() {
    return this.project.deps.database;
  }

  async addWorker(): Promise<ModelWorkerProcess> {
    const { deps, home } = this.project;
    const workerId = `worker ${++this.#named}`;
    await registerWorker(deps.database, { id: workerId, host: "here", pid: 1, slots: 1, aliveMs: ALIVE_MS });
    const clock = { now: () => new Date(Date.now() + this.hostSkewMs) };
    const ports = {
      clock,
      runCallback: (_callback: unknown, { signal }: { readonly signal: AbortSignal }) => passGate(null, signal),
      renderTearsheet: () => "",
      channels: channelsFromEnv({}),
      random: () => 0,
    };
    const worker = { deps: createWorkDeps({ ...deps, ...ports, home, workerId, slots: 1 }), works: [] };
    this.workers.push(worker);
    return worker;
  }

  /** Jobs that are due, in their order. */
  async dueJobs(): Promise<readonly (Job & { readonly id: string })[]> {
    const { rows } = await this.database.query<{ id: string; identifier: string; subject: string }>(
      `select job.id::text, task.identifier, job.payload ->> 'subject' as subject
       from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id
       where job.run_at <= now() order by job.run_at, job.id`,
    );
    return rows.flatMap(({ id, identifier, subject }) => {
      const name = JOB_NAMES.find((known) => jobIdentifier(known) === identifier);
      return name === undefined ? [] : [{ id, name, subject }];
    });
  }

  /** The worker takes the job and works on it until it stands still; a job of several subjects is several. */
  async work(worker: ModelWorkerProcess, { id, name, subject }: Job & { readonly id: string }): Promise<void> {
    await this.database.query("delete from graphile_worker._private_jobs where id = $1", [id]);
    for (const one of subject.split(",")) {
      const activity = startActivity(() => HANDLERS[name]({ subject: one }, worker.deps));
      worker.works.push({ activity, attemptId: null });
      await this.settle();
    }
  }

  /** Until nothing moves by itself. Finds out which attempt each piece of work belongs to. */
  async settle(): Promise<void> {
    for (const worker of this.workers) {
      for (const work of worker.works) await work.activity.settled();
      const known = new Set(
        worker.works.flatMap(({ activity, attemptId }) => (activity.work === null ? [] : [attemptId])),
      );
      const fresh = [...worker.deps.active].filter((id) => !known.has(id));
      for (const work of worker.works) {
        const { active } = worker.deps;
        if (work.activity.work !== null && (work.attemptId === null || !active.has(work.attemptId))) {
          work.attemptId = fresh.shift() ?? null;
        }
      }
      worker.works.splice(0, worker.works.length, ...worker.works.filter(({ activity }) => !activity.hasEnded));
    }
  }

  /** A round of the watchdog, by this worker. */
  async watch({ deps }: ModelWorkerProcess): Promise<void> {
    await watchOver(deps, 0);
    await this.settle();
  }

  /** Its heartbeat is not heard any more; what it does goes on. */
  async cutOff({ deps }: ModelWorkerProcess): Promise<void> {
    await this.database.query("update worker set alive_until = now() - interval '1 second' where id = $1", [
      deps.workerId,
    ]);
  }

  /** It gives back what it works on, as one that must leave at once; what it does goes on for a while. */
  async leave(worker: ModelWorkerProcess): Promise<void> {
    worker.deps.active.clear();
    await reclaimOrphanedAttempts(worker.deps, 0);
    await wakeOpenWork(this.database);
    await markStopped(this.database, worker.deps.workerId);
    this.workers.splice(this.workers.indexOf(worker), 1);
    for (const { activity } of worker.works) activity.work?.go(() => ({ failures: [], computed: 0 }));
    for (const { activity } of worker.works) await activity.settled();
  }

  /** The process is gone. */
  kill(worker: ModelWorkerProcess): void {
    this.workers.splice(this.workers.indexOf(worker), 1);
  }

  /** All that the database keeps of time lies so much further back. */
  async advance(ms: number): Promise<void> {
    for (const [table, columns] of Object.entries(MOMENTS)) {
      const moved = columns.map((column) => `${column} = ${column} - $1 * interval '1 ms'`).join(", ");
      await this.database.query(`update ${table} set ${moved}`, [ms]);
    }
    // The hearts of the others beat on.
    const stopped = "update worker set alive_until = alive_until - $1 * interval '1 ms' where alive_until < now()";
    await this.database.query(stopped, [ms]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.project[Symbol.asyncDispose]();
  }
}

/** Moments by which something is decided. */
const MOMENTS: Readonly<Record<string, readonly string[]>> = {
  run: ["created_at", "started_at", "deadline_at", "paused_at", "wait_until", "look_at"],
  task: ["started_at", "run_after"],
  attempt: ["started_at"],
  spare_range: ["run_after"],
  slot_wait: ["ranked_at"],
  "graphile_worker._private_jobs": ["run_at"],
};
