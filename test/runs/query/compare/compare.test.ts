import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareJson } from "../../../../src/contract/json/service/compare-json.ts";
import type { RunId } from "../../../../src/core/names/ids.ts";
import { compareCells } from "../../../../src/runs/query/compare/compare-cells.ts";
import { createSweepReader, type SweepReader } from "../../../../src/runs/query/sweep/sweep-reader.ts";
import { serviceDocumentOf } from "../../../contract/support/service-document-of.ts";
import { gridOf, sampleBacktest, sampleDag } from "../../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../../support/test-project.ts";

const backtest = sampleBacktest({ grid: gridOf({ fast: [0, 3, 5], slow: [20, 30] }) });
const dear = sampleBacktest({
  grid: backtest.grid,
  settings: { ...backtest.settings, costs: { ...backtest.settings.costs, commissionBps: 50 } },
});

let project: TestProject;
let reader: SweepReader;
let plain: RunId;
let costly: RunId;
beforeAll(async () => {
  project = await createTestProject();
  await project.worker();
  plain = await project.start(sampleDag({ id: "plain", backtests: [backtest] }));
  costly = await project.start(sampleDag({ id: "costly", backtests: [dear] }));
  await project.ended(plain);
  await project.ended(costly);
  reader = createSweepReader(project.deps.database);
});
afterAll(() => project[Symbol.asyncDispose]());

const compare = async (refs: readonly string[], series = true) =>
  serviceDocumentOf("compare", compareJson(await compareCells(reader, { refs, series }, project.deps)));

describe("cells beside each other", () => {
  it("say what differs, and nothing else", async () => {
    const { differences } = await compare([`${plain}:backtest:2`, `${plain}:backtest:3`], false);
    expect(differences).toEqual([{ path: "params.slow", values: [20, 30] }]);
    const other = await compare([`${plain}:backtest:2`, `${costly}:backtest:2`], false);
    expect(other.differences.map(({ path }) => path)).toEqual(["base", "dag", "spec.settings.costs.commission_bps"]);
    expect(other.differences.at(-1)?.values).toEqual([0, 50]);
    expect(other.series).toEqual([]);
  });

  it("have their metrics in one table, and their curves from one point", async () => {
    const refs = [`${plain}:backtest:2`, `${costly}:backtest:2`, `${plain}:backtest:0`];
    const { cells, metrics, series, correlation } = await compare(refs);
    expect(cells.map(({ ref, state }) => [ref, state])).toEqual(
      refs.map((ref, place) => [ref, place === 2 ? "failed" : "succeeded"]),
    );
    const total = metrics.find(({ metric }) => metric.id === "total_return");
    expect(total?.values[2]).toBeNull();
    expect(Number(total?.values[0])).toBeGreaterThan(Number(total?.values[1]));
    const [first, second, failed] = series;
    expect(first?.equity[0]).toBe(1);
    expect(first?.equity.at(-1)).toBeCloseTo(1 + Number(total?.values[0]), 9);
    expect(first?.time_s).toEqual(first?.time_s.toSorted((a, b) => a - b));
    expect(first?.points).toBe(300);
    const deepest = metrics.find(({ metric }) => metric.id === "max_drawdown");
    expect(Math.max(...(second?.drawdown ?? []).map(Number))).toBeCloseTo(Number(deepest?.values[1]), 9);
    expect(failed).toMatchObject({ points: 0, equity: [], error: { message: expect.stringContaining("failed") } });
    expect(correlation[0]?.[0]).toBeCloseTo(1, 12);
    expect(correlation[0]?.[1]).toBeGreaterThan(0.9);
    expect(correlation[2]).toEqual([null, null, null]);
  });

  it.each([
    [[]],
    [["nonsense"]],
    [["20260210_143022_a3f8b2c1:backtest"]],
    [["20260210_143022_a3f8b2c1:backtest:-1"]],
    [["20260210_143022_a3f8b2c1::1"]],
    [Array.from({ length: 21 }, (_, cell) => `20260210_143022_a3f8b2c1:backtest:${cell}`)],
  ])("are refused where they are named wrongly: %#", async (refs) => {
    await expect(compare(refs)).rejects.toMatchObject({ code: "USAGE" });
  });

  it("are refused twice, and not found where they are not", async () => {
    await expect(compare([`${plain}:backtest:1`, `${plain}:backtest:1`])).rejects.toMatchObject({ code: "USAGE" });
    await expect(compare([`${plain}:backtest:6`])).rejects.toMatchObject({ code: "CELL_NOT_FOUND" });
    await expect(compare([`${plain}:other:1`])).rejects.toMatchObject({ code: "USAGE" });
    await expect(compare(["20260210_143022_a3f8b2c1:backtest:1"])).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });
});
