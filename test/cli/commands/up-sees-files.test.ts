import { renameSync, rmSync } from "node:fs";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const project = await createCliProject();

const dag = (id: string, hour: number) =>
  `id: ${id}\nschedule: { cron: "0 ${hour} * * *", timezone: UTC }\nbacktest: { strategy: sma_cross, data: { dataset: sp500 } }\n`;

/** As editors, `sed -i` and git do. */
function saveByRename(name: string, text: string): void {
  const file = project.write(`${name}.tmp`, text);
  renameSync(file, path.join(project.home, name));
}

async function states(): Promise<Readonly<Record<string, string>>> {
  const { rows } = await project.database.pool.query<{ id: string; state: string }>("select id, state from dag");
  return Object.fromEntries(rows.map(({ id, state }) => [id, state]));
}

it("FAULTS 6.2, 6.3: up sees edits after a save by rename, twins, and that a file is gone", {
  timeout: 120_000,
}, async () => {
  project.write("dags/a.yaml", dag("a", 3));
  const up = project.start(["up", "--slots", "1"]);
  await up.says("nightgrid is up");
  await up.says("T03:00:00");
  saveByRename("dags/a.yaml", dag("a", 4));
  await up.says("T04:00:00");
  project.write("dags/a.yaml", dag("a", 5));
  await up.says("T05:00:00");
  project.write("dags/b.yaml", dag("a", 6));
  await up.says(`b.yaml:1: The id "a" is given in`);
  await vi.waitFor(async () => expect(await states()).toEqual({ a: "error", b: "error" }), { timeout: 30_000 });
  rmSync(path.join(project.home, "dags/b.yaml"));
  await up.says("b.yaml is gone");
  await vi.waitFor(async () => expect(await states()).toEqual({ a: "ok", b: "removed" }), { timeout: 30_000 });
  rmSync(path.join(project.home, "dags/a.yaml"));
  await up.says("a.yaml is gone");
  await vi.waitFor(async () => expect(await states()).toEqual({ a: "removed", b: "removed" }), { timeout: 30_000 });
  up.child.kill("SIGTERM");
  expect((await up.ended).code).toBe(0);
});
