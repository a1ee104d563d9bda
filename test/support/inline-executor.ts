import type { Params } from "../../src/core/params/param-spec.ts";
import { builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import { engineExecutor } from "../../src/executors/engine/engine-executor.ts";
import { barsOpener } from "../../src/runs/market/bars-opener.ts";
import type { RunDeps, SweepExecutor } from "../../src/runs/run-deps.ts";
import type { Strategy } from "../../src/engine/strategy.ts";
import { prepareSweep } from "../../src/engine/sweep-cells.ts";
import type { CellEngine } from "../../src/executors/engine/cell-engine.ts";

/** One executor, of the engine. */
export function inlineExecutors(
  { data, strategies }: Pick<RunDeps, "data" | "strategies">,
  engine: CellEngine = inlineExecutor(builtinStrategy),
): readonly SweepExecutor[] {
  return [engineExecutor({ openBars: barsOpener(data), strategies, engine })];
}

/** Computes cells with the real engine, in this thread. @param before runs before each range and may throw */
export function inlineExecutor(
  strategyOf: (name: string) => Strategy,
  before: (cells: readonly string[], signal: AbortSignal) => unknown = () => undefined,
): CellEngine {
  return {
    async compute(setup, cells, signal, { past } = {}) {
      await before(cells, signal);
      signal.throwIfAborted();
      const name = setup.strategy.kind === "builtin" ? setup.strategy.name : setup.strategy.exportName;
      const params = cells.map((cell) => JSON.parse(cell) as Params);
      const { bars, settings, blocks = 0, computed = [] } = setup;
      const ranges = setup.parts?.kind === "ranges" ? { ranges: setup.parts.ranges } : {};
      const asked = { blocks, computed, ...ranges };
      return prepareSweep({ strategy: strategyOf(name), bars, settings, ...asked }).run(params, past);
    },
    close: () => Promise.resolve(),
  };
}
