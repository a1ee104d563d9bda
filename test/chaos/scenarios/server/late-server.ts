import { setTimeout as delay } from "node:timers/promises";
import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import type { Scenario } from "../../scenario.ts";

/** Longer than any single try. */
const AWAY_MS = 15_000;

async function startTooEarly(project: ChaosProject): Promise<string> {
  writeChaosDag(project, { id: "early", cells: 40, cellMs: 5 });
  const run = await project.submit("early");
  await project.server.stop("fast");
  const worker = project.start(["worker", "--slots", "2"]);
  const up = project.start(["up", "--slots", "2"]);
  for (const command of [worker, up]) await command.says("waiting for it");
  await delay(AWAY_MS);
  await project.server.start();
  await worker.says("takes work");
  await up.says("nightgrid is up");
  await project.succeeded(run);
  return "both waited, said so, and took work";
}

export const lateServer: Scenario = {
  name: "late-server",
  deed: "a worker and `up` start while the database is away, which comes after 15 s",
  run: startTooEarly,
};
