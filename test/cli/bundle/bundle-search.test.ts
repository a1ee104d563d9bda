import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";
import { rezip } from "./support/zip-tools.ts";

const TIMEOUT = 240_000;
const project = await createCliProject();
const inProject = (name: string): string => path.join(project.home, name);

const SEARCHES = {
  halving: "{ method: successive_halving, eta: 2, rungs: 2, min_cells: 3 }",
  // By default a batch has a cell for each slot, and how many there were is nowhere but in the bundle.
  tpe: "{ method: tpe, n: 24, startup: 10, seed: 3 }",
};

beforeAll(async () => {
  for (const [id, search] of Object.entries(SEARCHES)) {
    project.write(
      `dags/${id}.yaml`,
      `
id: ${id}
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX] }
  start_date: 2012-01-03
  end_date: 2016-12-30
  param_grid: { fast: { from: 3, to: 30, step: 3 }, slow: { from: 20, to: 120, step: 20 } }
  where: fast < slow
  search: ${search}
alerts: []
`,
    );
    expect((await project.run(["run", id])).code).toBe(0);
    const { document } = await project.json("bundle", ["bundle", id, "-o", `${id}.zip`, "--best", "1"]);
    expect(document.backtests.map(({ no_replay: why }) => why)).toEqual([null]);
  }
}, TIMEOUT);

it.each(["halving", "tpe"])(
  "a %s makes the same choices again, and its cells come out the same",
  {
    timeout: TIMEOUT,
  },
  async (id) => {
    const { code, document } = await project.json("replay", ["replay", `${id}.zip`]);
    const { document: run } = await project.json("run", ["show", id]);
    const cells = run.rankings[0]?.search?.rounds.at(-1)?.cells;
    expect([code, document.same]).toEqual([0, true]);
    expect(document.backtests).toEqual([{ backtest: "backtest", cells, difference: null, refused: null }]);
  },
);

it("names the first cell that another seed chooses otherwise", { timeout: TIMEOUT }, async () => {
  const file = rezip(inProject("tpe.zip"), "resolved.yaml", (text) => {
    const changed = text.replace(/(search:\n(?: {6}.*\n)*? {6}seed: )3/, "$14");
    expect(changed).not.toBe(text);
    return changed;
  });
  const { code, document } = await project.json("replay", ["replay", file]);
  expect([code, document.same]).toEqual([3, false]);
  const [found] = document.backtests;
  // Those that were drawn before the first choice are the same.
  expect(found?.difference?.cell).toBeGreaterThanOrEqual(10);
  expect(found?.difference?.metric).toMatch(/^params\.(fast|slow)$/);
});

it("Ctrl-C ends a replay, and leaves nothing in the folder for temporary files", { timeout: TIMEOUT }, async () => {
  const temporary = inProject("temporary");
  mkdirSync(temporary);
  const command = project.start(["replay", "tpe.zip"], { TMPDIR: temporary });
  await expect.poll(() => readdirSync(temporary), { timeout: 60_000 }).toContainEqual(expect.stringMatching(/replay/));
  command.child.kill("SIGINT");
  expect((await command.ended).code).toBe(130);
  expect(readdirSync(temporary).filter((name) => name.includes("replay"))).toEqual([]);
});
