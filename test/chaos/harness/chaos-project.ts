import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Pool } from "pg";
import { createNightgrid } from "../../../src/app/create-nightgrid.ts";
import { connect } from "../../../src/store/connection/connect.ts";
import { makeFastFolder } from "../../support/fast-folder.ts";
import { type RunningCommand, startCommand } from "../../support/commands/running-command.ts";
import { type ChaosServer, startChaosServer } from "./chaos-server.ts";
import { MARK, markedProcesses } from "./marked-processes.ts";
import { type Receiver, startReceiver } from "./receiver.ts";
import { until } from "./until.ts";

/** A project folder, a server, a webhook, and real commands as processes; all of its own. */
export interface ChaosProject extends AsyncDisposable {
  readonly home: string;
  readonly server: ChaosServer;
  readonly receiver: Receiver;
  /** Of the project's database; breaks with the server, and works again with it. */
  readonly database: Pool;
  /** Writes a file below the folder. */
  write(name: string, text: string): void;
  /** Starts a command; `env` is added to the little that it gets. */
  start(args: readonly string[], env?: NodeJS.ProcessEnv): RunningCommand;
  /** A worker that takes work. */
  worker(slots?: number, env?: NodeJS.ProcessEnv): Promise<RunningCommand>;
  /** Starts a run that the workers compute, and nobody else. @returns its id */
  submit(dag: string): Promise<string>;
  /** Asks the database for one value, again and again until it is there. */
  ask<T>(sql: string, values?: readonly unknown[]): Promise<T>;
  /** @throws Error when the run did not succeed */
  succeeded(run: string, jobs?: keyof typeof JOBS_LEFT): Promise<void>;
  /** Until no run is open, nothing waits to be sent, and no job is left. */
  allEnded(limitMs?: number, jobs?: keyof typeof JOBS_LEFT): Promise<void>;
  /** Ends every command in order, and says what could not be ended so. */
  stopAll(): Promise<readonly string[]>;
  /** Done at the end, when all has been checked. */
  atEnd(work: () => Promise<unknown>): void;
  /** Processes that are left of this project. */
  processes(): readonly string[];
}

const DRAIN_LIMIT_MS = 60_000;

type Open = Readonly<Record<string, readonly unknown[] | null>>;

/**
 * Which jobs have still to end. `unlocked`: where the answer to a pool that took a job was lost, that stays locked until its worker
 * ends, and does no harm.
 */
const JOBS_LEFT = {
  all: "true",
  unlocked: "job.locked_at is null or job.locked_at > now() - interval '15 s'",
} as const;

/** What has not ended, and who waits for whom. */
const open = (jobs: keyof typeof JOBS_LEFT): string => `select
  (select json_agg(json_build_array(id, state, cells_done, open_tasks)) from run where finished_at is null) as runs,
  (select json_agg(json_build_array(id, next_at)) from delivery where state = 'pending') as deliveries,
  (select json_agg(json_build_array(job.id, task.identifier, job.locked_by, job.run_at))
   from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id
   where ${JOBS_LEFT[jobs]}) as jobs,
  (select json_agg(json_build_array(pid, state, pg_blocking_pids(pid), left(query, 60))) from pg_stat_activity
   where cardinality(pg_blocking_pids(pid)) > 0 or state like 'idle in transaction%') as waiting`;

const isEmpty = (found: readonly unknown[] | null): boolean => found === null || found.length === 0;

export async function createChaosProject(): Promise<ChaosProject> {
  const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-chaos-"));
  chmodSync(home, 0o755);
  const serverFolder = makeFastFolder();
  const server = await startChaosServer(serverFolder);
  const receiver = await startReceiver();
  const mark = randomUUID();
  const running = new Set<RunningCommand>();
  const atEnd: (() => Promise<unknown>)[] = [];
  const { PATH = "", HOME = "" } = process.env;
  const env = {
    PATH,
    HOME,
    NIGHTGRID_HOME: home,
    DATABASE_URL: server.url,
    ALERT_WEBHOOK_URL: receiver.url,
    [MARK]: mark,
    NIGHTGRID_USER_ENV: MARK,
  };
  const database = await connect({ url: server.url, maxConnections: 4, applicationName: "chaos" });

  const project: ChaosProject = {
    home,
    server,
    receiver,
    database,
    write(name, text) {
      const file = path.join(home, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    },
    start(args, more = {}) {
      const command = startCommand(args, { cwd: home, env: { ...env, ...more } });
      running.add(command);
      void command.ended.then(() => running.delete(command));
      return command;
    },
    async worker(slots = 2, more = {}) {
      const command = project.start(["worker", "--slots", String(slots)], more);
      await command.says("takes work");
      return command;
    },
    async submit(dag) {
      await using nightgrid = await createNightgrid({ home, env });
      return await nightgrid.start(path.join(home, "dags", `${dag}.yaml`));
    },
    ask: (sql, values = []) =>
      until(sql, async () => {
        const { rows } = await database.query<Record<string, never>>(sql, [...values]);
        return Object.values(rows[0] ?? {})[0] ?? null;
      }),
    async succeeded(run, jobs) {
      await project.allEnded(undefined, jobs);
      const state = await project.ask<string>("select state || coalesce(': ' || reason, '') from run where id = $1", [
        run,
      ]);
      if (state !== "succeeded") throw new Error(`Run ${run} ended as ${state}`);
    },
    async allEnded(limitMs, jobs = "all") {
      const left = open(jobs);
      const isDone = async () => Object.values((await database.query<Open>(left)).rows[0] ?? {}).every(isEmpty);
      await until("all runs, messages and jobs have ended", isDone, limitMs).catch(async (error: unknown) => {
        const { rows } = await database.query<Open>(left);
        throw new Error(JSON.stringify(rows[0]), { cause: error });
      });
    },
    async stopAll() {
      const commands = [...running];
      for (const { child } of commands) child.kill("SIGTERM");
      const late = delay(DRAIN_LIMIT_MS, null, { ref: false });
      const ends = await Promise.all(commands.map(({ ended }) => Promise.race([ended, late])));
      for (const { child } of commands) child.kill("SIGKILL");
      return ends.flatMap((end) => {
        if (end === null) return [`a command did not end within ${DRAIN_LIMIT_MS / 1000} s of SIGTERM`];
        return end.code === 0 ? [] : [`a command ended with ${end.code} after SIGTERM: ${end.stderr.slice(-300)}`];
      });
    },
    atEnd: (work) => void atEnd.push(work),
    processes: () => markedProcesses(mark),
    async [Symbol.asyncDispose]() {
      for (const { child } of running) child.kill("SIGKILL");
      await Promise.all([...running].map(({ ended }) => ended));
      for (const work of atEnd) await work();
      await database.end();
      await receiver[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      for (const folder of [home, serverFolder]) rmSync(folder, { recursive: true, force: true });
    },
  };
  return project;
}
