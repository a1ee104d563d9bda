import { setTimeout as delay } from "node:timers/promises";
import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import type { Scenario } from "../../scenario.ts";

/** The other worker has done all by then: leases end 12 s after the last heartbeat. */
const STOPPED_MS = 60_000;

/** A process that stands still is dead to all others, and wakes up in the midst of a range. */
async function stopAndWake(project: ChaosProject): Promise<string> {
  writeChaosDag(project, { id: "stopped", cells: 600, cellMs: 20 });
  const sleeper = await project.worker();
  const run = await project.submit("stopped");
  const owner = await project.ask<string>(
    "select worker_id from attempt where from_cell is not null order by id limit 1",
  );
  const isOurs = owner.includes(`_${sleeper.child.pid}_`);
  if (!isOurs) throw new Error(`The first range went to ${owner}, not to the worker that is to be stopped`);
  sleeper.child.kill("SIGSTOP");
  await project.worker();
  await Promise.all([project.succeeded(run), delay(STOPPED_MS)]);
  const lost = await project.ask<number>(
    `select count(*)::int from attempt join worker on worker.id = worker_id where pid = ${sleeper.child.pid} and attempt.state = 'lost'`,
  );
  if (lost === 0) throw new Error("Nothing was taken away from the worker that stood still");
  sleeper.child.kill("SIGCONT");
  await project.ask(
    `select id from worker where pid = ${sleeper.child.pid} and state = 'live' and alive_until > now()`,
  );
  // What it had in its hands when it woke up: the invariants show that nothing of it was committed.
  const kept = await project.ask<number>(
    `select count(*)::int from attempt join worker on worker.id = worker_id where pid = ${sleeper.child.pid} and attempt.state = 'lost'`,
  );
  if (kept !== lost) throw new Error(`It lost ${lost} attempts, of which ${kept} are lost still`);
  return `${lost} attempts taken from it; it woke up and was live again, without them`;
}

export const stoppedWorker: Scenario = {
  name: "stopped-worker",
  deed: "SIGSTOP of a computing worker for 60 s",
  run: stopAndWake,
};
