import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import { holdLock } from "../../harness/lock-gate.ts";
import type { Scenario } from "../../scenario.ts";

/** A step of the work, and a lock at which it stands still after its first half. */
interface Place {
  readonly lock: string;
  /** Of one table for all: the lock is taken before there is a row. Else once this is there. */
  readonly after?: string;
}

/** The worker is killed where it stands, and another one has to make it good. */
async function killAt(project: ChaosProject, { lock, after }: Place): Promise<string> {
  writeChaosDag(project, { id: "between", cells: 60, cellMs: 20 });
  const run = await project.submit("between");
  const early = after === undefined ? await holdLock(project, lock) : null;
  const doomed = await project.worker();
  if (after !== undefined) await project.ask(after);
  const gate = early ?? (await holdLock(project, lock));
  await gate.arrived();
  doomed.child.kill("SIGKILL");
  await doomed.ended;
  await project.worker();
  await gate.open();
  await project.succeeded(run);
  return "killed there, and made good by another worker";
}

export const resultAndCompletion: Scenario = {
  name: "result-completion",
  deed: "SIGKILL between the rows of a range and the end of its attempt",
  isShort: true,
  run: (project) =>
    killAt(project, {
      lock: "select from run for update",
      after: "select id from attempt where from_cell is not null limit 1",
    }),
};

export const artifactAndManifest: Scenario = {
  name: "artifact-manifest",
  deed: "SIGKILL between the file of an artifact and its record",
  run: (project) => killAt(project, { lock: "lock table artifact in share mode" }),
};

export const beginAndCells: Scenario = {
  name: "begin-cells",
  deed: "SIGKILL while a sweep that is begun waits for its run",
  run: (project) =>
    killAt(project, {
      lock: "select from run for update",
      after: "select id from task where kind = 'callback' and state = 'succeeded' limit 1",
    }),
};

export const endAndOutbox: Scenario = {
  name: "end-outbox",
  deed: "SIGKILL between the end of a run and its messages",
  run: (project) => killAt(project, { lock: "lock table delivery in share mode" }),
};
