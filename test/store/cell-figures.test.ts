import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunId, TaskId } from "../../src/core/names/ids.ts";
import { listTasks } from "../../src/store/run/tasks.ts";
import { openBlockSums, packBlockSums } from "../../src/store/sweep/block-sums.ts";
import { readCellFigures } from "../../src/store/sweep/cell-figures.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../support/sample-dag.ts";
import { listCells } from "../../src/store/sweep/read-cells.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
  await project.worker();
});
afterAll(() => project[Symbol.asyncDispose]());

describe("packed block sums", () => {
  const two = {
    rows: Int32Array.of(0, 1),
    blocks: 2,
    sum: Float64Array.of(1, 2, 3, 4),
    sumOfSquares: Float64Array.of(5, 6, 7, 8),
  };

  it("come back as they were, also from a buffer that starts anywhere", () => {
    const packed = Buffer.concat([Buffer.of(0), packBlockSums(two)]).subarray(1);
    const target = { cells: 0, blocks: 2, sum: new Float64Array(2), sumOfSquares: new Float64Array(2) };
    expect(openBlockSums(packed, 2, 2)?.addTo(target, 1)).toBe(true);
    expect(target).toMatchObject({ sum: Float64Array.of(3, 4), sumOfSquares: Float64Array.of(7, 8) });
  });

  it("are refused when they are of other blocks, or not numbers", () => {
    const target = { cells: 0, blocks: 2, sum: new Float64Array(2), sumOfSquares: new Float64Array(2) };
    const bad = { ...two, sum: Float64Array.of(0, Number.NaN, 0, 0) };
    expect(openBlockSums(packBlockSums(two), 2, 4)).toBeNull();
    expect(openBlockSums(packBlockSums(bad), 2, 2)?.addTo(target, 0)).toBe(false);
  });
});

async function sweepOf(id: RunId): Promise<{ readonly taskId: TaskId }> {
  const [task] = await listTasks(project.deps.database, id);
  if (task === undefined) throw new Error("There is no sweep");
  return { taskId: task.id };
}

describe("the figures of a sweep", () => {
  it("are read in any number of pages, each cell in its place", async () => {
    const { database } = project.deps;
    const grid = gridOf({ fast: upFrom(2, 105), slow: upFrom(110, 100) });
    const id = await project.start(sampleDag({ backtests: [sampleBacktest({ grid, objective: "cagr" })] }));
    await project.ended(id);
    const { taskId } = await sweepOf(id);
    const asked = {
      taskId,
      cells: 10_500,
      blocks: 16,
      stride: 1,
      objective: { id: "cagr", better: "higher" },
      minTrades: 0,
    } as const;
    const figures = await readCellFigures(database, asked);
    const rows = await listCells(database, { taskId, order: { by: "cell" }, limit: null });
    expect(rows.map(({ cell }) => cell)).toEqual(Array.from(rows.keys()));
    expect([...figures.sharpe]).toEqual(rows.map(({ result }) => result?.metrics.sharpe ?? Number.NaN));
    expect([...figures.objective]).toEqual(rows.map(({ result }) => result?.metrics.cagr ?? Number.NaN));
    expect(figures.blockSums?.cells).toBe(10_500);
    expect(figures.blockSums?.sumOfSquares.every((value) => value >= 0)).toBe(true);
  });

  it("have no block sums when one result lacks them: part of a grid would look like the whole", async () => {
    const { database } = project.deps;
    const id = await project.start(sampleDag());
    await project.ended(id);
    const { taskId } = await sweepOf(id);
    const sweep = {
      taskId,
      cells: 6,
      blocks: 16,
      stride: 1,
      objective: { id: "sharpe", better: "higher" },
      minTrades: 0,
    } as const;
    expect((await readCellFigures(database, sweep)).blockSums?.cells).toBe(6);
    expect((await readCellFigures(database, sweep)).summed.toSorted()).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5));
    expect((await readCellFigures(database, { ...sweep, blocks: 0 })).blockSums).toBeNull();
    await database.query(
      "update batch set summed_rows = int4send(1), block_sums = substring(block_sums from 257 for 256) where task_id = $1 and cells > 1",
      [taskId],
    );
    expect((await readCellFigures(database, sweep)).blockSums).toBeNull();
  });
});
