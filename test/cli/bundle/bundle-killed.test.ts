import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, utimesSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";
import { unzip } from "./support/zip-tools.ts";

const TIMEOUT = 180_000;
const project = await createCliProject();
const inProject = (name: string): string => path.join(project.home, name);
const partials = (): readonly string[] => readdirSync(project.home).filter((name) => name.endsWith(".partial"));

/** Its trades are computed again for the bundle, which takes a while. */
const SLOW = `const pause = new Int32Array(new SharedArrayBuffer(4));
export default { name: "slow", params: { k: { kind: "int", default: 1 } }, signals({ bars, params }) {
  Atomics.wait(pause, 0, 0, 1500);
  const entries = Uint8Array.from(bars.close, (_, bar) => (bar % (params.k + 5) === 1 ? 1 : 0));
  return { entries, exits: entries.map((entry) => 1 - entry) };
} };`;

beforeAll(async () => {
  project.write("dags/slow.ts", SLOW);
  project.write(
    "dags/slow.yaml",
    "id: slow\nbacktest: { strategy: ./slow.ts, data: { dataset: sp500 }, param_grid: { k: [1, 2, 3] } }\nalerts: []\n",
  );
  expect((await project.run(["run", "slow"])).code).toBe(0);
}, TIMEOUT);

/** A bundle that is being written; none of it has its name yet. */
async function writing(file: string) {
  const command = project.start(["bundle", "slow", "-o", file, "--force"]);
  await expect.poll(partials, { timeout: 60_000 }).toHaveLength(1);
  return command;
}

it("Ctrl-C leaves no bundle, whole or half, and what was there as it was", { timeout: TIMEOUT }, async () => {
  const stopped = await writing("run.zip");
  stopped.child.kill("SIGINT");
  expect((await stopped.ended).code).toBe(130);
  expect([existsSync(inProject("run.zip")), partials()]).toEqual([false, []]);
  project.write("run.zip", "kept");
  const again = await writing("run.zip");
  again.child.kill("SIGTERM");
  expect((await again.ended).code).toBe(143);
  expect([readFileSync(inProject("run.zip"), "utf8"), partials()]).toEqual(["kept", []]);
});

it("kill -9 leaves what was there as it was, and the next bundle removes what was left behind", {
  timeout: TIMEOUT,
}, async () => {
  project.write("run.zip", "kept");
  const killed = await writing("run.zip");
  killed.child.kill("SIGKILL");
  await once(killed.child, "exit");
  expect(readFileSync(inProject("run.zip"), "utf8")).toBe("kept");
  const [leftover = ""] = partials();
  expect(leftover).toMatch(/^\.run\.zip\.[0-9a-f]{8}\.partial$/);
  // Whoever may still write to it is left alone, and so is a file of another name.
  const other = project.write(".run.zip.old.partial", "somebody's");
  expect((await project.run(["bundle", "slow", "-o", "run.zip", "--force", "--best", "0"])).code).toBe(0);
  expect(partials()).toEqual(expect.arrayContaining([leftover]));
  const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
  utimesSync(inProject(leftover), hoursAgo, hoursAgo);
  utimesSync(other, hoursAgo, hoursAgo);
  expect((await project.run(["bundle", "slow", "-o", "run.zip", "--force", "--best", "0"])).code).toBe(0);
  expect(partials()).toEqual([".run.zip.old.partial"]);
  expect(existsSync(path.join(unzip(inProject("run.zip")), "bundle.json"))).toBe(true);
});
