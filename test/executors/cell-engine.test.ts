import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sweepCells } from "../../src/engine/sweep-cells.ts";
import { builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import { createCellEngine } from "../../src/executors/engine/create-cell-engine.ts";
import type { SweepSetup } from "../../src/executors/engine/sweep-setup.ts";
import { codeHash } from "../../src/sandbox/modules/code-hash.ts";
import { sp500 } from "../engine/support/sample-bars.ts";
import { sampleBacktest } from "../support/sample-dag.ts";
import { strategyProcesses } from "../support/user-processes.ts";
import { sampleBars } from "../support/sample-bars.ts";
import buyTheDip from "../../dags/strategies/buy-the-dip.ts";

const FIXTURE = path.resolve(import.meta.dirname, "fixtures/threshold.ts");
const executor = createCellEngine({ users: strategyProcesses(), slots: 2 });
const never = new AbortController().signal;
const settings = { ...sampleBacktest().settings, barsPerYear: 252 };

afterAll(() => executor.close());

async function threshold(id = "threshold"): Promise<SweepSetup> {
  const strategy = { kind: "module", path: FIXTURE, exportName: "default" } as const;
  return { id, strategy, codeHash: await codeHash(FIXTURE), bars: [sampleBars()], settings };
}

function levels(...values: readonly number[]): readonly string[] {
  return values.map((level) => JSON.stringify({ level }));
}

describe("the engine executor", () => {
  it("gives the bits that the engine gives in this thread", async () => {
    const strategy = { kind: "builtin", name: "sma_cross" } as const;
    const cells = [
      { fast: 3, slow: 20, position_size: 0.95 },
      { fast: 5, slow: 30, position_size: 0.5 },
    ];
    const room = { bars: [sampleBars()], settings, blocks: 16 };
    const setup = { id: "sma", strategy, codeHash: "sma_cross", ...room };
    const result = await executor.compute(
      setup,
      cells.map((cell) => JSON.stringify(cell)),
      never,
    );
    expect(result.blockSums?.sumOfSquares[3]).toBeGreaterThan(0);
    expect(result).toEqual(sweepCells({ strategy: builtinStrategy("sma_cross"), ...room, cells }));
  });

  it("gives these bits from two threads that share their indicators, too", async () => {
    const strategy = { kind: "builtin", name: "sma_cross" } as const;
    const room = { bars: [sp500()], settings };
    const setup = { id: "shared", strategy, codeHash: "sma_cross", ...room };
    const parts = [0, 1].map((part) =>
      Array.from({ length: 60 }, (_, cell) => ({ fast: 2 + (cell % 10), slow: 20 + 2 * cell + part })),
    );
    const results = await Promise.all(
      parts.map((cells) =>
        executor.compute(
          setup,
          cells.map((cell) => JSON.stringify(cell)),
          never,
        ),
      ),
    );
    for (const [part, cells] of parts.entries()) {
      expect(results[part]).toEqual(sweepCells({ strategy: builtinStrategy("sma_cross"), ...room, cells }));
    }
  });

  it("runs a user's module, which imports nightgrid and a neighbour, from anywhere", async () => {
    const result = await executor.compute(await threshold(), levels(95, 105), never);
    expect(result.failures).toEqual([]);
    expect(result.metrics.exposure[0]).toBeGreaterThan(result.metrics.exposure[1] ?? 1);
  });

  it("gives a strategy that acts bar by bar the same bits, whichever process a cell meets", async () => {
    const file = path.resolve(import.meta.dirname, "../../dags/strategies/buy-the-dip.ts");
    const cells = [0.005, 0.01, 0.02].flatMap((dip) => [5, 20].map((hold) => ({ dip, hold, trend: 20 })));
    const room = { bars: [sp500()], settings, blocks: 8 };
    const strategy = { kind: "module", path: file, exportName: "default" } as const;
    const setup = { id: "dips", strategy, codeHash: await codeHash(file), ...room };
    const [whole, ...parts] = await Promise.all(
      [cells, cells.slice(0, 2), cells.slice(2)].map((some) =>
        executor.compute(
          setup,
          some.map((cell) => JSON.stringify(cell)),
          never,
        ),
      ),
    );
    expect(whole).toEqual(sweepCells({ strategy: buyTheDip, ...room, cells }));
    expect(whole?.metrics.total_trades.every((trades) => trades > 50)).toBe(true);
    expect(parts.flatMap(({ metrics }) => [...metrics.sharpe])).toEqual([...(whole?.metrics.sharpe ?? [])]);
  });

  it("fails a cell that throws alone, with its message", async () => {
    const result = await executor.compute(await threshold(), levels(95, 901, 105), never);
    expect(result.failures).toMatchObject([{ index: 1, code: "STRATEGY_FAILED" }]);
    expect(result.failures[0]?.message).toContain("level 901 throws");
    expect(result.metrics.total_return[2]).not.toBeNaN();
  });

  it("fails a cell that ends its process alone, and computes the others", async () => {
    const setup = { ...(await threshold("with sums")), blocks: 4 };
    const alone = await executor.compute(setup, levels(95, 100, 105), never);
    const result = await executor.compute(setup, levels(95, 100, 902, 105), never);
    expect(result.failures).toMatchObject([{ index: 2, code: "PROCESS_ENDED" }]);
    expect(result.failures[0]?.message).toMatch(/The strategy called process\.exit\(\d+\) \(threshold\.ts/);
    const returns = result.metrics.total_return;
    expect([returns[0], returns[1], returns[3]]).toEqual([...alone.metrics.total_return]);
    expect(returns[2]).toBeNaN();
    const sums = alone.blockSums?.sum ?? new Float64Array();
    expect([...(result.blockSums?.sum ?? [])]).toEqual([
      ...sums.subarray(0, 8),
      NaN,
      NaN,
      NaN,
      NaN,
      ...sums.subarray(8),
    ]);
  });

  it("gives up an endless computation when it is told to, and goes on with the next", async () => {
    const stop = new AbortController();
    const endless = executor.compute(await threshold(), levels(903), stop.signal);
    stop.abort(new Error("enough"));
    await expect(endless).rejects.toThrow("enough");
    const result = await executor.compute(await threshold(), levels(95), never);
    expect(result.failures).toEqual([]);
  });

  it("refuses a strategy whose code is not the pinned one", async () => {
    const changed = { ...(await threshold("changed")), codeHash: "0".repeat(64) };
    await expect(executor.compute(changed, levels(95), never)).rejects.toMatchObject({ code: "RUN_INPUT_CHANGED" });
  });

  it("keeps few sweeps prepared and prepares forgotten ones again", async () => {
    const ids = ["a", "b", "c", "d", "e", "a"];
    for (const id of ids) {
      const result = await executor.compute(await threshold(id), levels(95), never);
      expect(result.failures).toEqual([]);
    }
  });
});
