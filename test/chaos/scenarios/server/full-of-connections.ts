import { setTimeout as delay } from "node:timers/promises";
import { connect } from "../../../../src/store/connection/connect.ts";
import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import type { Scenario } from "../../scenario.ts";

const FOR_MS = 15_000;
const MORE_THAN_THERE_ARE = 400;

/** Takes every connection that is left, and every one that comes free meanwhile. */
async function takeAll(project: ChaosProject): Promise<string> {
  writeChaosDag(project, { id: "crowded", cells: 1500, cellMs: 20 });
  const workers = [await project.worker(), await project.worker()];
  const run = await project.submit("crowded");
  await project.ask("select id from attempt where from_cell is not null limit 1");
  const admin = await project.server.admin();
  await admin.query("select 1");
  const greedy = await connect({
    url: project.server.url,
    maxConnections: MORE_THAN_THERE_ARE,
    applicationName: "greedy",
  });
  const taken: Disposable[] = [];
  const full = Promise.withResolvers<void>();
  const takeOne = async (): Promise<boolean> => {
    try {
      const client = await greedy.connect();
      taken.push({ [Symbol.dispose]: () => client.release() });
      return true;
    } catch {
      full.resolve();
      return false;
    }
  };
  while (await takeOne());
  await full.promise;
  // Who works has its connections; new ones, and those that were cut, find no place.
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'nightgrid%'");
  for (const end = performance.now() + FOR_MS; performance.now() < end; ) if (!(await takeOne())) await delay(20);
  const refused = await project.start(["runs"]).ended;
  for (const client of taken) client[Symbol.dispose]();
  await greedy.end();
  await admin.end();
  if (refused.code === 0 || !refused.stderr.includes("too many")) {
    throw new Error(`A command that found no connection ended with ${refused.code}: ${refused.stderr}`);
  }
  await project.succeeded(run);
  if (workers.some(({ child }) => child.exitCode !== null)) throw new Error("A worker has ended by itself");
  return `${taken.length} connections taken; a command said: ${refused.stderr.trim().split("\n")[0]}`;
}

export const fullOfConnections: Scenario = {
  name: "full-of-connections",
  deed: "all connections of the server taken for 15 s, those of the workers too",
  run: takeAll,
};
