import { writeChaosDag } from "../../harness/chaos-dag.ts";
import type { ChaosProject } from "../../harness/chaos-project.ts";
import type { Scenario } from "../../scenario.ts";

/** A newer Nightgrid migrates the database while workers of this version compute. */
async function migrateUnderneath(project: ChaosProject): Promise<string> {
  writeChaosDag(project, { id: "outdated", cells: 2000, cellMs: 20 });
  const old = [project.start(["up", "--slots", "2"]), await project.worker()];
  await old[0]?.says("nightgrid is up");
  const run = await project.submit("outdated");
  await project.ask("select id from attempt where from_cell is not null limit 1");
  await project.database.query("insert into migrations (name, sha256) values ('9999_of_the_future.sql', 'unknown')");
  const ends = await Promise.all(old.map(({ ended }) => ended));
  for (const { code, stderr } of ends) {
    const isSaid = stderr.includes("9999_of_the_future") && stderr.includes("newer Nightgrid");
    if (code === 0 || !isSaid) throw new Error(`An old worker ended with ${code}: ${stderr.slice(-500)}`);
  }
  const late = await project.start(["worker"]).ended;
  if (!late.stderr.includes("9999_of_the_future")) throw new Error(`A new one was let in: ${late.stderr.slice(-500)}`);
  // Taken back: the newer version is gone, and its successor, which is this one, finishes the work.
  await project.database.query("delete from migrations where name = '9999_of_the_future.sql'");
  await project.worker();
  await project.succeeded(run);
  return `two old ones ended with ${ends.map(({ code }) => code).join(" and ")}, and said why`;
}

export const newerSchema: Scenario = {
  name: "newer-schema",
  deed: "a migration of a newer version while workers of this one compute",
  run: migrateUnderneath,
};
