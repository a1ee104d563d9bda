import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TaskId } from "../../src/core/names/ids.ts";
import { listTasks } from "../../src/store/run/tasks.ts";
import { packBlockSums, unpackBlockSums } from "../../src/store/sweep/block-sums.ts";
import { readCellFigures } from "../../src/store/sweep/cell-figures.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
  await project.worker();
});
afterAll(() => project[Symbol.asyncDispose]());

describe("packed block sums", () => {
  it("come back as they were, also from a buffer that starts anywhere", () => {
    const sums = { blocks: 2, sum: Float64Array.of(1, 2, 3, 4), sumOfSquares: Float64Array.of(5, 6, 7, 8) };
    const packed = Buffer.concat([Buffer.of(0), packBlockSums(sums, 1)]).subarray(1);
    const target = { cells: 0, blocks: 2, sum: new Float64Array(2), sumOfSquares: new Float64Array(2) };
    expect(unpackBlockSums(packed, target)).toBe(true);
    expect(target).toMatchObject({ sum: Float64Array.of(3, 4), sumOfSquares: Float64Array.of(7, 8) });
  });

  it("are refused when they are of other blocks, or not numbers", () => {
    const target = { cells: 0, blocks: 4, sum: new Float64Array(4), sumOfSquares: new Float64Array(4) };
    const two = { blocks: 2, sum: new Float64Array(2), sumOfSquares: new Float64Array(2) };
    const bad = { ...target, sum: Float64Array.of(0, Number.NaN, 0, 0) };
    expect(unpackBlockSums(packBlockSums(two, 0), target)).toBe(false);
    expect(unpackBlockSums(packBlockSums(bad, 0), target)).toBe(false);
  });
});

describe("the figures of a sweep", () => {
  it("are read in any number of pages, each cell in its place", async () => {
    const { database } = project.deps;
    const grid = gridOf({ fast: upFrom(2, 105), slow: upFrom(110, 100) });
    const id = await project.start(sampleDag({ backtests: [sampleBacktest({ grid, objective: "cagr" })] }));
    await project.ended(id);
    const taskId = (await listTasks(database, id))[0]?.id ?? ("" as TaskId);
    const figures = await readCellFigures(database, {
      taskId,
      cells: 10_500,
      blocks: 16,
      objective: "cagr",
      minTrades: 0,
    });
    const { rows } = await database.query<{ sharpe: number; cagr: number; kurtosis: number }>(
      "select sharpe, cagr, kurtosis from cell join result on result.key = result_key where task_id = $1 order by cell",
      [taskId],
    );
    expect([...figures.sharpe]).toEqual(rows.map(({ sharpe }) => sharpe ?? Number.NaN));
    expect([...figures.objective]).toEqual(rows.map(({ cagr }) => cagr ?? Number.NaN));
    expect([...figures.kurtosis]).toEqual(rows.map(({ kurtosis }) => kurtosis ?? Number.NaN));
    expect(figures.blockSums?.cells).toBe(10_500);
    expect(figures.blockSums?.sumOfSquares.every((value) => value >= 0)).toBe(true);
  });

  it("have no block sums when one result lacks them: part of a grid would look like the whole", async () => {
    const { database } = project.deps;
    const id = await project.start(sampleDag());
    await project.ended(id);
    const taskId = (await listTasks(database, id))[0]?.id ?? ("" as TaskId);
    const sweep = { taskId, cells: 6, blocks: 16, objective: "sharpe", minTrades: 0 } as const;
    expect((await readCellFigures(database, sweep)).blockSums?.cells).toBe(6);
    expect((await readCellFigures(database, sweep)).summed.toSorted()).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5));
    expect((await readCellFigures(database, { ...sweep, blocks: 0 })).blockSums).toBeNull();
    await database.query(
      "update result set block_sums = null where key = (select result_key from cell where task_id = $1 and cell = 3)",
      [taskId],
    );
    expect((await readCellFigures(database, sweep)).blockSums).toBeNull();
  });
});
