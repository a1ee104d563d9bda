import type { Params } from "../../src/core/params/param-spec.ts";
import type { Strategy } from "../../src/engine/strategy.ts";
import { sweepCells } from "../../src/engine/sweep-cells.ts";
import type { CellExecutor } from "../../src/executors/cell-executor.ts";

/** Computes cells with the real engine, in this thread. @param before runs before each range and may throw */
export function inlineExecutor(
  strategyOf: (name: string) => Strategy,
  before: (cells: readonly string[], signal: AbortSignal) => unknown = () => undefined,
): CellExecutor {
  return {
    slots: 2,
    async compute(setup, cells, signal) {
      await before(cells, signal);
      signal.throwIfAborted();
      const name = setup.strategy.kind === "builtin" ? setup.strategy.name : setup.strategy.exportName;
      const params = cells.map((cell) => JSON.parse(cell) as Params);
      const { bars, settings, blocks = 0, computed = [] } = setup;
      const asked = { blocks, computed };
      return sweepCells({ strategy: strategyOf(name), bars, settings, cells: params, ...asked });
    },
    close: () => Promise.resolve(),
  };
}
