import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import { holdLock } from "../../harness/lock-gate.ts";
import type { Scenario } from "../../scenario.ts";

/** A scheduler is killed with a run that is written, and whose tick is not. */
async function killBetween(project: ChaosProject): Promise<string> {
  const schedule = '{ cron: "* * * * *", timezone: UTC, overlap: queue }';
  writeChaosDag(project, { id: "ticked", cells: 20, cellMs: 5, schedule });
  // Takes the DAG up: the slots from now on are promised.
  const first = project.start(["up", "--slots", "2"]);
  await first.says("nightgrid is up");
  await project.ask("select id from dag where scheduled_since is not null");
  const gate = await holdLock(project, "lock table tick in share mode");
  await gate.arrived();
  first.child.kill("SIGKILL");
  await first.ended;
  await gate.open();
  const second = project.start(["up", "--slots", "2"]);
  const third = project.start(["up", "--slots", "2"]);
  await second.says("nightgrid is up");
  await project.ask("select run_id from tick where run_id is not null limit 1");
  await project.ask("select tick_at from tick offset 1 limit 1");
  for (const { child } of [second, third]) child.kill("SIGTERM");
  await Promise.all([second.ended, third.ended]);
  await project.worker();
  await project.allEnded();
  return "the slot was started once, by one of two schedulers that came after";
}

export const tickAndExpansion: Scenario = {
  name: "tick-expansion",
  deed: "SIGKILL of a scheduler between the run of a slot and its tick",
  run: killBetween,
};
