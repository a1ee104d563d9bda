import { startFaultProxy } from "../../../support/faults/fault-proxy.ts";
import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import type { Scenario } from "../../scenario.ts";

/** Repeats what happened, as far as two workers at once let it: `CHAOS_SEED=…`. */
const seed = Number(process.env["CHAOS_SEED"] ?? Math.floor(Math.random() * 1e6));

/** Of each of the three kinds. */
const share = Number(process.env["CHAOS_SHARE"] ?? 0.05);

async function workThroughFaults(project: ChaosProject): Promise<string> {
  writeChaosDag(project, { id: "faulty", cells: 60, cellMs: 10 });
  const run = await project.submit("faulty");
  await using proxy = await startFaultProxy(project.server.url, seed, {
    error: share,
    timeout: share,
    doneButLost: share,
  });
  for (let index = 0; index < 2; index++) project.start(["worker", "--slots", "2"], { DATABASE_URL: proxy.url });
  await project.allEnded(300_000, "unlocked");
  await project.succeeded(run, "unlocked");
  const left = await project.stopAll();
  if (left.length > 0) throw new Error(left.join("; "));
  const { requests, error, timeout, doneButLost } = proxy.faults;
  return `seed ${seed}, share ${share}: of ${requests} requests ${error} refused, ${timeout} timed out, ${doneButLost} done but reported as lost`;
}

export const faults: Scenario = {
  name: "faults",
  deed: "5 % of transactions and statements refused, 5 % timed out, 5 % done but reported as lost",
  run: workThroughFaults,
};
