import { versionPort } from "../../src/app/data/version-port.ts";
import { describe, expect, it } from "vitest";
import { computeInSlices, type Slicing } from "../../src/executors/engine/compute-in-slices.ts";
import { builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import { sweepCells } from "../../src/engine/sweep-cells.ts";
import type { CellLine } from "../../src/executors/executor.ts";
import { barsOpener } from "../../src/runs/market/bars-opener.ts";
import { SAMPLE_DATA, sampleBacktest } from "../support/sample-dag.ts";
import { sampleSnapshot } from "../support/sample-bars.ts";

const CELLS = Array.from({ length: 7 }, (_, index) =>
  JSON.stringify({ fast: 2 + index, slow: 30, position_size: 0.95 }),
);

/** The real engine, and what it was asked for. */
async function engine() {
  const snapshot = sampleSnapshot();
  const open = barsOpener({
    load: async () => snapshot,
    reachOf: async () => [],
    open: async () => snapshot,
    resolveWindow: ({ startDate, endDate }) => ({ startDate, endDate }),
    cutBars: (bars) => bars,
    versions: versionPort("/nowhere"),
  });
  const strategy = { kind: "builtin", name: "sma_cross" } as const;
  const backtest = { ...sampleBacktest(), strategy, data: SAMPLE_DATA };
  const { bars, settings } = await open(backtest, { logicalDate: new Date("2026-02-10"), runId: "r" });
  const asked: number[] = [];
  const compute: Slicing["compute"] = async (cells, onLine) => {
    asked.push(cells.length);
    onLine({ index: 0, level: "info", text: `cell of ${cells[0] ?? ""}` });
    const params = cells.map((cell) => JSON.parse(cell) as Record<string, number>);
    return sweepCells({ strategy: builtinStrategy("sma_cross"), bars, settings, cells: params, blocks: 4 });
  };
  return { asked, compute };
}

const never = new AbortController().signal;
const ignore = () => undefined;

describe("a range of which nobody knows what a cell costs", () => {
  it("begins with one cell, and has the same results as in one go", async () => {
    const { asked, compute } = await engine();
    const lines: CellLine[] = [];
    const onLine = (line: CellLine) => void lines.push(line);
    const cut = await computeInSlices(CELLS, { compute, onLine, until: never, cost: {} });
    expect([cut.computed, asked[0], asked.reduce((sum, cells) => sum + cells, 0)]).toEqual([7, 1, 7]);
    expect(lines[1]).toMatchObject({ index: 1, text: `cell of ${CELLS[1]}` });
    const whole = await computeInSlices(CELLS, { compute, onLine: ignore, until: never, cost: { ms: 0.001 } });
    expect(asked.at(-1)).toBe(7);
    expect(cut.result).toEqual(whole.result);
  });

  it("of slow cells is cut where it is told to, and never before its first cell", async () => {
    const { asked, compute } = await engine();
    const ending = new AbortController();
    const slow: Slicing["compute"] = (cells, onLine) => {
      if (asked.length === 2) ending.abort();
      return compute(cells, onLine);
    };
    // However fast this machine is.
    const stubborn = Object.defineProperty({ ms: 1000 }, "ms", { get: () => 1000, set: ignore });
    const { computed, result } = await computeInSlices(CELLS, {
      compute: slow,
      onLine: ignore,
      until: ending.signal,
      cost: stubborn,
    });
    expect([computed, asked]).toEqual([3, [1, 1, 1]]);
    expect(result.metrics.sharpe).toHaveLength(3);
    const told = AbortSignal.abort();
    const one = await computeInSlices(CELLS, { compute, onLine: ignore, until: told, cost: stubborn });
    expect(one.computed).toBe(1);
  });
});
