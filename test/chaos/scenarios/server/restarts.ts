import { setTimeout as delay } from "node:timers/promises";
import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import { repeat } from "../../harness/repeat.ts";
import type { Scenario } from "../../scenario.ts";

const FOR_MS = 120_000;
/** There are no schedules by the second: this many DAGs, each due every minute. */
const DAGS = 60;

/** Two schedulers and workers under load, while the server is stopped and started again and again. */
async function restartServer(project: ChaosProject): Promise<string> {
  for (let index = 0; index < DAGS; index++) {
    const id = `minutely_${index}`;
    project.write(
      `dags/${id}.yaml`,
      `id: ${id}
schedule: { cron: "* * * * *", timezone: UTC, overlap: queue }
backtest: { strategy: buy_and_hold, data: { dataset: sp500 } }
alerts: [{ name: ended, when: cells.total > 0, to: [webhook] }]
`,
    );
  }
  writeChaosDag(project, { id: "load", cells: 5000, cellMs: 40 });
  const schedulers = [project.start(["up", "--slots", "2"]), project.start(["up", "--slots", "2"])];
  await project.ask(`select true where (select count(*) from dag where scheduled_since is not null) >= ${DAGS}`);
  const run = await project.submit("load");
  let stops = 0;
  let longestMs = 0;
  const stopping = repeat(
    () => 5000 + Math.random() * 5000,
    async () => {
      const began = performance.now();
      await project.server.stop(stops % 2 === 0 ? "immediate" : "fast");
      await delay(Math.random() * 2000);
      await project.server.start();
      longestMs = Math.max(longestMs, performance.now() - began);
      stops += 1;
    },
  );
  await delay(FOR_MS);
  await stopping.stop();
  // What was due meanwhile is made up for: the last minute of every DAG has been decided on.
  await project.ask(
    `select true where (select count(distinct dag_id) from tick where tick_at > now() - interval '90 s') = ${DAGS}`,
  );
  const worker = await project.worker();
  for (const { child } of schedulers) child.kill("SIGTERM");
  for (const { ended } of schedulers) {
    const { code, stderr } = await ended;
    if (code !== 0) throw new Error(`A scheduler ended with ${code}: ${stderr.slice(-800)}`);
  }
  await project.succeeded(run);
  if (worker.child.exitCode !== null) throw new Error("The worker has ended by itself");
  return `${stops} stops, the longest ${(longestMs / 1000).toFixed(1)} s`;
}

export const restarts: Scenario = {
  name: "restarts",
  deed: "Postgres stopped for up to 2 s, as a crash and in order, every 5 to 10 s for 2 minutes, with 60 schedules a minute",
  run: restartServer,
};
