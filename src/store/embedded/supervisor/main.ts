/**
 * The supervisor's own process: `node main.ts <home> <options as JSON>`.
 * Detached from whoever started it, so that no signal of a terminal reaches it.
 */
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findBinaries } from "../postgres/binaries.ts";
import { flushCluster, prepareCluster } from "../postgres/cluster.ts";
import { embeddedPaths, prepareRunFolder } from "../embedded-paths.ts";
import { startServer } from "../postgres/postgres-server.ts";
import { SUPERVISOR_LOCK } from "./protocol.ts";
import { chooseRunAs } from "../postgres/run-as.ts";
import type { SupervisorProcessOptions } from "./spawn-supervisor.ts";
import { Supervisor } from "./supervisor.ts";
import { tryLock } from "./supervisor-lock.ts";

const [home = "", json = "{}"] = process.argv.slice(2);
const { isDurable, lingerMs } = JSON.parse(json) as SupervisorProcessOptions;
const paths = embeddedPaths(home);
const runFolder = prepareRunFolder(paths);

/** Another supervisor that is just leaving holds the lock a little longer than its socket. */
async function takeLock(): Promise<Disposable | null> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const lock = tryLock(path.join(runFolder, SUPERVISOR_LOCK));
    if (lock !== null) return lock;
    await delay(20);
  }
  return null;
}

const lock = await takeLock();
if (lock === null) process.exit(0);

const supervisor = new Supervisor({
  runFolder,
  lingerMs,
  log: (message) => process.stderr.write(`nightgrid: ${message}\n`),
  startServer: async () => {
    const binaries = findBinaries(path.join(runFolder, "lib"));
    const runAs = chooseRunAs(binaries.postgres, [paths.folder, runFolder]);
    const cluster = { cluster: paths.cluster, binaries, runAs, isDurable };
    const isNew = prepareCluster(cluster);
    const server = await startServer({ ...cluster, socketFolder: path.join(runFolder, "sock"), log: paths.log });
    if (isNew && isDurable) flushCluster(cluster);
    return server;
  },
});
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void supervisor.stop());
process.on("SIGHUP", () => undefined);
supervisor.start();
await supervisor.finished;
process.exit(0);
