import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import type { Scenario } from "../../scenario.ts";

const LISTENING = "datname = current_database() and application_name like 'nightgrid%' and query ilike '%listen%'";

/** Messages that nobody heard are made up for. */
async function dropListeners(project: ChaosProject): Promise<string> {
  writeChaosDag(project, { id: "unheard", cells: 200, cellMs: 20 });
  writeChaosDag(project, { id: "endless", cells: 2, cellMs: 3_600_000, more: "timeout: 2h\n" });
  await project.worker();
  const endless = await project.submit("endless");
  await project.ask("select id from attempt where from_cell is not null limit 1");
  const drop = `select count(pg_terminate_backend(pid))::int from pg_stat_activity where ${LISTENING}`;
  const dropped = await project.ask<number>(drop);
  if (dropped === 0) throw new Error("Nobody was listening");
  // Told while nobody hears it.
  const cancelled = await project.start(["cancel", endless]).ended;
  if (cancelled.code !== 0) throw new Error(`cancel ended with ${cancelled.code}: ${cancelled.stderr}`);
  await project.ask(`select id from run where id = $1 and state = 'cancelled'`, [endless]);
  const run = await project.submit("unheard");
  await project.ask<number>(drop);
  await project.succeeded(run);
  return `${dropped} listeners cut; a stop that was told meanwhile was heard`;
}

export const lostListen: Scenario = {
  name: "lost-listen",
  deed: "the sessions that LISTEN cut, and a run cancelled meanwhile",
  isShort: true,
  run: dropListeners,
};
