import { expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const project = await createCliProject();
const TIMEOUT = { timeout: 120_000 };

const ENDLESS = `
import { defineStrategy } from "nightgrid";
export default defineStrategy({ name: "endless", params: {}, signals() { for (;;); } });`;

const DAG = "id: endless\nbacktest: { strategy: ./endless.ts, data: { dataset: sp500 } }\nalerts: []\n";

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s cancels a run, even one that computes without an end", TIMEOUT, async (signal, expected) => {
  project.write("endless.ts", ENDLESS);
  const command = project.start(["run", project.write("endless.yaml", DAG), "--json"]);
  await command.says("0/1 cells");
  command.child.kill(signal);
  const { code, stdout, stderr } = await command.ended;
  expect(code).toBe(expected);
  expect(JSON.parse(stdout)).toMatchObject({ state: "cancelled", cells: { total: 1, succeeded: 0 } });
  expect(stderr).toContain("Cancelling the run");
  const { rows } = await project.database.pool.query("select 1 from attempt where state = 'running'");
  expect(rows).toEqual([]);
});

it("logs -f follows a run, and ends with it", TIMEOUT, async () => {
  project.write("endless.ts", ENDLESS);
  const checked = DAG.replace("id: endless\n", "id: checked\nbefore_backtest: [check_data]\n");
  const command = project.start(["run", project.write("checked.yaml", checked)]);
  await command.says("0/1 cells");
  const following = project.start(["logs", "checked", "-f"]);
  await following.says("checked SPX");
  command.child.kill("SIGINT");
  const { code, stdout } = await following.ended;
  expect(code).toBe(0);
  expect(stdout).toContain("Run cancelled");
  await command.ended;
});

it("a run that was killed goes on with the next worker, which leaves when its own run is done", TIMEOUT, async () => {
  project.write("endless.ts", ENDLESS);
  const killed = project.start(["run", project.write("endless.yaml", DAG)]);
  await killed.says("0/1 cells");
  killed.child.kill("SIGKILL");
  await killed.ended;

  const other = "id: other\nbacktest: { strategy: buy_and_hold, data: { dataset: sp500 } }\nalerts: []\n";
  const { code, document } = await project.json(["run", project.write("other.yaml", other)]);
  expect(code).toBe(0);
  expect(document).toMatchObject({ state: "succeeded", cells: { total: 1, succeeded: 1 } });
  const cancelled = await project.json(["cancel", "endless"]);
  expect(cancelled.document).toMatchObject({ cancelled: true });
});
