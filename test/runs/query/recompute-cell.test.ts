import type { CodeRef } from "../../../src/core/spec/code-ref.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "../../../src/core/names/ids.ts";
import { recomputeCell } from "../../../src/runs/query/recompute-cell.ts";
import { withParts } from "../../support/executors/with-parts.ts";
import { sampleBars, sampleSnapshot } from "../../support/sample-bars.ts";
import { gridOf, sampleBacktest, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const spec = sampleDag({
  id: "recomputed",
  backtests: [sampleBacktest({ grid: gridOf({ fast: [0, 3, 5], slow: [20, 30] }) })],
});
/** Its first cell fails, the others never trade. */
const idle = sampleDag({
  id: "idle",
  backtests: [sampleBacktest({ params: { slow: 20, position_size: 0 }, grid: gridOf({ fast: [0, 3, 5] }) })],
});
const best = { backtest: null, cell: null };
let project: TestProject;
let id: RunId;
let idleId: RunId;

beforeAll(async () => {
  project = await createTestProject();
  const worker = await project.worker();
  id = await project.start(spec);
  idleId = await project.start(idle);
  await project.ended(id);
  await project.ended(idleId);
  await worker.drain();
});
afterAll(() => project[Symbol.asyncDispose]());

describe("recomputing a cell", () => {
  it.each([2, 3, 4, 5])("gives cell %i the metrics that are stored, bit for bit", async (cell) => {
    const found = await recomputeCell({ id, spec }, { backtest: "backtest", cell }, project.deps);
    expect(found).toMatchObject({ backtest: "backtest", cell, unlike: [] });
    expect(found.result.trades).toHaveLength(found.result.metrics.total_trades ?? -1);
  });

  it("takes the best by the objective when none is named", async () => {
    const all = await Promise.all(
      [2, 3, 4, 5].map((cell) => recomputeCell({ id, spec }, { backtest: null, cell }, project.deps)),
    );
    const sharpes = all.map(({ result }) => result.metrics.sharpe ?? Number.NaN);
    const { result } = await recomputeCell({ id, spec }, best, project.deps);
    expect(result.metrics.sharpe).toBe(Math.max(...sharpes));
  });

  it("takes a cell without the objective rather than one that failed", async () => {
    const { cell, result } = await recomputeCell({ id: idleId, spec: idle }, best, project.deps);
    expect(result.reasons.sharpe).toBe("zero_variance");
    expect(cell).toBe(1);
  });

  it("gives the reason of a cell that failed", async () => {
    await expect(recomputeCell({ id, spec }, { backtest: null, cell: 1 }, project.deps)).rejects.toMatchObject({
      code: "PARAM_INVALID",
      message: expect.stringContaining('Parameter "fast" is 0'),
      hint: expect.stringContaining(`nightgrid results ${id} --backtest backtest --failed`),
    });
  });

  it("knows no cell without a result", async () => {
    const waiting = { id: await project.start({ ...spec, id: "waiting" }), spec };
    const nothing = { code: "CELL_NOT_FOUND", message: expect.stringContaining("has no result") };
    await expect(recomputeCell(waiting, best, project.deps)).rejects.toMatchObject(nothing);
    const other = recomputeCell(waiting, { backtest: null, cell: 3 }, project.deps);
    await expect(other).rejects.toMatchObject({ ...nothing, message: expect.stringContaining("Cell 3") });
  });

  it("says which of its inputs are not those of the run", async () => {
    const { deps } = project;
    const other = sampleSnapshot(sampleBars(200));
    const changed = (what: string) => ({
      code: "RUN_INPUT_CHANGED",
      message: expect.stringContaining(`The ${what} of backtest changed`),
    });
    const data = { ...deps.data, open: async () => null, load: async () => other };
    await expect(recomputeCell({ id, spec }, best, withParts(deps, { data }))).rejects.toMatchObject(changed("data"));
    const describe = async (source: CodeRef) => ({
      ...(await deps.strategies.describe(source)),
      codeHash: "new",
    });
    const strategies = { ...deps.strategies, describe };
    const code = recomputeCell({ id, spec }, best, withParts(deps, { strategies }));
    await expect(code).rejects.toMatchObject(changed("strategy's code"));
    const { snapshot, bars } = sampleSnapshot();
    const unlike = { ...deps.data, open: async () => ({ bars, snapshot: { ...snapshot, barsPerYear: 300 } }) };
    const engine = recomputeCell({ id, spec }, best, withParts(deps, { data: unlike }));
    await expect(engine).rejects.toMatchObject(changed("engine"));
  });
});
