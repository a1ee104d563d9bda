import { setTimeout as delay } from "node:timers/promises";
import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import type { Scenario } from "../../scenario.ts";

const FOR_MS = 10_000;

/** As in a fail-over: all sessions are cut, and new ones cannot write. */
async function failOver(project: ChaosProject): Promise<string> {
  writeChaosDag(project, { id: "failed_over", cells: 600, cellMs: 20 });
  const workers = [await project.worker(), await project.worker()];
  const run = await project.submit("failed_over");
  await project.ask("select id from attempt where from_cell is not null limit 1");
  const admin = await project.server.admin();
  await admin.query("alter database chaos set default_transaction_read_only = on");
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'chaos'");
  await delay(FOR_MS);
  await admin.query("alter database chaos set default_transaction_read_only = off");
  await admin.end();
  await project.succeeded(run);
  if (workers.some(({ child }) => child.exitCode !== null)) throw new Error("A worker has ended by itself");
  return "both workers went on by themselves";
}

export const readOnly: Scenario = {
  name: "read-only",
  deed: "a fail-over: all sessions cut, and read-only for 10 s",
  run: failOver,
};
