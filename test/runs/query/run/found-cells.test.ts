import { expect, it } from "vitest";
import { createFoundCellsCache } from "../../../../src/runs/query/run/found-cells-cache.ts";
import { runDetail } from "../../../../src/runs/query/run/run-detail.ts";
import { sampleBacktest, sampleDag, gridOf } from "../../../support/sample-dag.ts";
import { createTestProject } from "../../../support/test-project.ts";

const DAG = sampleDag({ id: "kept", backtests: [sampleBacktest({ grid: gridOf({ fast: [3, 5], slow: [20, 30] }) })] });

it("what was found in the cells of a run is kept until they change", async () => {
  await using project = await createTestProject();
  const id = await project.start(DAG);
  const keep = createFoundCellsCache();
  const looked: string[] = [];
  const counted: typeof keep = (key, make) =>
    keep(key, () => {
      looked.push(key);
      return make();
    });
  const before = await runDetail(project.deps, id, counted);
  expect(before.summary.rankings.map(({ best }) => best.length)).toEqual([0]);
  await project.worker();
  await project.ended(id);
  const [first, second, plain] = [
    await runDetail(project.deps, id, counted),
    await runDetail(project.deps, id, counted),
    await runDetail(project.deps, id),
  ];
  expect(first.summary.rankings).toEqual(plain.summary.rankings);
  expect(second.summary.rankings).toEqual(plain.summary.rankings);
  expect(first.summary.rankings[0]?.best).toHaveLength(4);
  expect(looked).toHaveLength(2);
});

it("what could not be looked for is looked for again", async () => {
  const keep = createFoundCellsCache();
  const nothing = { best: [], rarelyTraded: { cells: 0, minTrades: 0, total: 0 }, failed: [], search: null };
  await expect(keep("a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await keep("a", async () => nothing)).toBe(nothing);
  expect(await keep("a", () => Promise.reject(new Error("away")))).toBe(nothing);
});
