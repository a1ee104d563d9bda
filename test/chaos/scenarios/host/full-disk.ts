import { rmSync } from "node:fs";
import path from "node:path";
import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import { cannotMount, mountSmallDisk } from "../../harness/small-disk.ts";
import { until } from "../../harness/until.ts";
import type { Scenario } from "../../scenario.ts";

/** How long it may take until somebody is told, in seconds. */
const TOLD_LIMIT = 30;

/** What a run writes has no room: it fails in a sentence, and the next one, for which there is room, does not. */
async function fillArtifacts(project: ChaosProject): Promise<string> {
  writeChaosDag(project, { id: "written", cells: 40, cellMs: 5, more: "timeout: 5m\n" });
  const disk = mountSmallDisk(path.join(project.home, "results"), 8);
  project.atEnd(async () => disk[Symbol.asyncDispose]());
  await project.worker();
  disk.fill();
  const began = performance.now();
  const run = await project.submit("written");
  const failed = await project.ask<{ message: string; code: string }>(
    "select error from task where error->>'message' ilike '%no space left%' limit 1",
  );
  const seconds = (performance.now() - began) / 1000;
  if (seconds > TOLD_LIMIT) throw new Error(`It was told after ${seconds.toFixed(1)} s`);
  disk.makeRoom();
  // Its tries go on by themselves, within its retries.
  await project.succeeded(run);
  const checked = await project.stopAll();
  if (checked.length > 0) throw new Error(checked.join("; "));
  return `"${failed.message}" after ${seconds.toFixed(1)} s; went on by itself when there was room`;
}

/** The disk of the embedded server is full: the command says so and ends; later it finishes. */
async function fillServer(project: ChaosProject): Promise<string> {
  writeChaosDag(project, { id: "stored", cells: 4000, cellMs: 10 });
  // Makes the tables of the other server, which the invariants look at.
  await project.start(["cancel", "20200101_000000_00000000"]).ended;
  const folder = path.join(project.home, ".nightgrid");
  rmSync(folder, { recursive: true, force: true });
  await using disk = mountSmallDisk(folder, 160);
  const embedded = { DATABASE_URL: "", ALERT_WEBHOOK_URL: "" };
  const up = project.start(["worker", "--slots", "2"], embedded);
  await up.says("takes work");
  const doomed = project.start(["run", "dags/stored.yaml"], embedded);
  await doomed.says("/4");
  disk.fill();
  const began = performance.now();
  const { code, stderr } = await doomed.ended;
  const seconds = (performance.now() - began) / 1000;
  const told = stderr.split("\n").find((line) => line.includes("DISK_FULL") || line.includes("is full")) ?? "";
  if (code === 0 || told === "")
    throw new Error(`The run ended with ${code} after ${seconds} s: ${stderr.slice(-600)}`);
  if (seconds > TOLD_LIMIT) throw new Error(`It was told after ${seconds.toFixed(1)} s: ${told}`);
  disk.makeRoom();
  if (up.child.exitCode !== null) throw new Error("The worker has ended by itself");
  const again = await until(
    "a run succeeds",
    async () => {
      const said = await project.start(["run", "dags/stored.yaml"], embedded).ended;
      return said.code === 0 ? said : null;
    },
    240_000,
  );
  up.child.kill("SIGTERM");
  const ended = await up.ended;
  if (ended.code !== 0) throw new Error(`The worker ended with ${ended.code}: ${ended.stderr.slice(-500)}`);
  await project.start(["db", "stop"], embedded).ended;
  return `"${told.trim()}" after ${seconds.toFixed(1)} s; a run went through when there was room (${again.code})`;
}

export const fullArtifacts: Scenario = {
  name: "full-artifacts",
  deed: "no room for artifacts, and room again",
  missing: cannotMount,
  run: fillArtifacts,
};

export const fullServer: Scenario = {
  name: "full-server",
  deed: "no room under the embedded server, and room again",
  missing: cannotMount,
  run: fillServer,
};
