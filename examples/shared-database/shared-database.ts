/**
 * A service with jobs of its own in graphile-worker, whose runner also does Nightgrid's: one database, one pool, one process.
 * From a project with `dags/`, on a Postgres of yours:
 *
 *     DATABASE_URL=postgres://… NIGHTGRID_HOME=. node shared-database.ts nightly_sp500
 */
import { run, type TaskList } from "graphile-worker";
import { createNightgrid } from "nightgrid/service";

const { NIGHTGRID_HOME: home = ".", DATABASE_URL: databaseUrl } = process.env;
const [dag] = process.argv.slice(2);
if (databaseUrl === undefined || dag === undefined) throw new Error("DATABASE_URL=… node shared-database.ts <dag>");

const nightgrid = await createNightgrid({ home, databaseUrl, by: "reports" });

const own: TaskList = {
  async mail_best(payload) {
    const { runId } = payload as { readonly runId: string };
    const { best } = await nightgrid.ended(runId);
    console.info(`Dear desk, the best of ${runId} is ${JSON.stringify(best?.params)}`);
    process.kill(process.pid, "SIGTERM");
  },
};

// Nightgrid's jobs wait in the same tables as yours, under names that begin with nightgrid_.
const runner = await run({
  connectionString: databaseUrl,
  taskList: { ...own, ...(await nightgrid.taskList({ slots: 1 })) },
  concurrency: 5,
  noHandleSignals: true,
});

/** The runner first: it hands out Nightgrid's jobs. */
async function stop(): Promise<void> {
  await runner.stop();
  await nightgrid.close();
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());

await runner.addJob("mail_best", { runId: await nightgrid.start(dag) });
