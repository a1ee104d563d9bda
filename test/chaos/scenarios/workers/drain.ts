import { setTimeout as delay } from "node:timers/promises";
import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import type { RunningCommand } from "../../../support/commands/running-command.ts";
import type { Scenario } from "../../scenario.ts";

/** In seconds: a range is about one second of work. */
const DRAIN_LIMIT = 10;
const LEAVE_LIMIT = 4;
/** Two signals in half a second count as one key press. */
const AGAIN_MS = 700;

async function drainAndLeave(project: ChaosProject): Promise<string> {
  // Cells longer than the pause between two signals, and enough of them for three workers.
  writeChaosDag(project, { id: "drained", cells: 24, cellMs: 1500 });
  const first = await project.worker();
  const run = await project.submit("drained");
  await computing(project, first);
  const drained = await timed(() => first.child.kill("SIGTERM"), first);
  if (drained.code !== 0) throw new Error(`A drained worker ended with ${drained.code}: ${drained.stderr.slice(-500)}`);
  if (drained.seconds > DRAIN_LIMIT) throw new Error(`Draining took ${drained.seconds.toFixed(1)} s`);
  await nothingBurned(project, "a drain");

  const second = await project.worker();
  await computing(project, second);
  const left = await timed(async () => {
    second.child.kill("SIGTERM");
    await delay(AGAIN_MS);
    second.child.kill("SIGTERM");
  }, second);
  if (left.seconds > LEAVE_LIMIT) throw new Error(`Leaving took ${left.seconds.toFixed(1)} s`);
  await nothingBurned(project, "a second signal");

  await project.worker();
  await project.succeeded(run);
  return `drained in ${drained.seconds.toFixed(1)} s, left in ${left.seconds.toFixed(1)} s`;
}

async function computing(project: ChaosProject, { child }: RunningCommand): Promise<void> {
  await project.ask(
    `select attempt.id from attempt join worker on worker.id = worker_id
     where worker.pid = ${child.pid} and attempt.state = 'running' and from_cell is not null limit 1`,
  );
}

async function timed(deed: () => unknown, { ended }: RunningCommand) {
  const began = performance.now();
  await deed();
  const said = await ended;
  return { ...said, seconds: (performance.now() - began) / 1000 };
}

/** No failed try, no blame, and nothing that waits for a lease to run out. */
async function nothingBurned(project: ChaosProject, after: string): Promise<void> {
  const burned = await project.ask<number>(
    `select ((select count(*) from task where attempts > 0 or kills > 0) + (select count(*) from spare_range where kills > 0)
       + (select count(*) from attempt join worker on worker.id = worker_id
          where attempt.state = 'running' and worker.state = 'stopped'))::int`,
  );
  if (burned > 0) throw new Error(`After ${after}, ${burned} tasks, ranges or attempts have been burned`);
}

export const drain: Scenario = {
  name: "drain",
  deed: "SIGTERM of a computing worker; then, of another one, twice",
  run: drainAndLeave,
};
