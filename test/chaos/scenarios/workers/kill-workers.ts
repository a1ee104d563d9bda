import type { Pool } from "pg";
import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import { repeat } from "../../harness/repeat.ts";
import { until } from "../../harness/until.ts";
import type { RunningCommand } from "../../../support/commands/running-command.ts";
import type { Scenario } from "../../scenario.ts";

interface Killing {
  readonly workers: number;
  readonly cells: number;
  readonly cellMs: number;
  readonly everyMs: number;
  /** How long, in milliseconds; absent: until the run has ended. */
  readonly forMs?: number;
}

/** I3: in seconds. */
const TAKE_OVER_LIMIT = 20;

/** When each worker was killed, by its process id and the database's clock. */
type Kills = Map<number, Date>;

async function killWhileComputing(project: ChaosProject, killing: Killing): Promise<string> {
  writeChaosDag(project, { id: "killed", cells: killing.cells, cellMs: killing.cellMs });
  const { database } = project;
  const workers: RunningCommand[] = [];
  for (let index = 0; index < killing.workers; index++) workers.push(await project.worker());
  const run = await project.submit("killed");
  await project.ask("select id from attempt where from_cell is not null limit 1");

  const kills: Kills = new Map();
  const going = repeat(
    () => killing.everyMs,
    async () => {
      const victim = Math.floor(Math.random() * workers.length);
      const doomed = workers[victim];
      if (doomed === undefined) return;
      kills.set(doomed.child.pid ?? 0, await project.ask<Date>("select clock_timestamp()"));
      doomed.child.kill("SIGKILL");
      await doomed.ended;
      // Its successor begins at once; the next victim may be one that is only just starting.
      workers[victim] = project.start(["worker", "--slots", "2"]);
    },
  );
  const ended = project.allEnded(300_000);
  if (killing.forMs !== undefined)
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, killing.forMs))]);
  else await ended;
  await going.stop();
  await ended;
  // One that is only just starting does not hear a SIGTERM yet.
  for (const worker of workers) await worker.says("takes work");
  await project.succeeded(run);
  await nobodyIsBlamed(database);
  const longest = await longestTakeOver(database, kills);
  if (longest > TAKE_OVER_LIMIT) throw new Error(`A dead worker's work was taken over after ${longest.toFixed(1)} s`);
  return `${kills.size} kills, longest take-over ${longest.toFixed(1)} s`;
}

/** FAULTS 1.8: none of the cells kills anybody. */
async function nobodyIsBlamed(database: Pool): Promise<void> {
  const { rows } = await database.query<{ cell: number; message: string }>(
    "select cell, error->>'message' as message from failed_cell",
  );
  if (rows.length > 0) throw new Error(`${rows.length} innocent cells failed: ${JSON.stringify(rows[0])}`);
}

/** From the kill to the moment at which its last attempt was taken away, in seconds; 0 when none had anything. */
async function longestTakeOver(database: Pool, kills: Kills): Promise<number> {
  const { rows } = await until("attempts of the dead", () =>
    database.query<{ pid: number; at: Date }>(
      `select worker.pid, max(attempt.finished_at) as at from attempt join worker on worker.id = attempt.worker_id
       where attempt.state = 'lost' group by worker.pid`,
    ),
  );
  const waits = rows.map(({ pid, at }) => (at.getTime() - (kills.get(pid)?.getTime() ?? at.getTime())) / 1000);
  return Math.max(0, ...waits);
}

export const killWorkers: Scenario = {
  name: "kill-workers",
  deed: "SIGKILL of a random one of three workers every 2 s, until 5,000 cells are done",
  run: (project) => killWhileComputing(project, { workers: 3, cells: 5000, cellMs: 20, everyMs: 2000 }),
};

export const killOften: Scenario = {
  name: "kill-often",
  deed: "SIGKILL of a random one of three workers every 200 ms for 5 s",
  run: (project) => killWhileComputing(project, { workers: 3, cells: 2000, cellMs: 10, everyMs: 200, forMs: 5000 }),
};

export const killOne: Scenario = {
  name: "kill-one",
  deed: "SIGKILL of one of two workers every 3 s, while 300 cells are computed",
  run: (project) => killWhileComputing(project, { workers: 2, cells: 300, cellMs: 20, everyMs: 3000, forMs: 3500 }),
};
