import { examineStrategy } from "../../src/engine/lookahead/examine-strategy.ts";
import { sweepCells } from "../../src/engine/sweep-cells.ts";
import { runBacktest } from "../../src/engine/run-backtest.ts";
import { builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import type { Strategy } from "../../src/engine/strategy.ts";
import type { StrategyRunner } from "../../src/executors/strategy-runner.ts";
import type { CodeRef } from "../../src/core/spec/code-ref.ts";
import { describeStrategy } from "../../src/executors/user/describe-strategy.ts";

/** Strategies with the real engine, in this thread; a module's export is the built-in of its name. */
export function inlineStrategies(strategyOf: (name: string) => Strategy = builtinStrategy): StrategyRunner {
  const nameOf = (source: CodeRef) => (source.kind === "builtin" ? source.name : source.exportName);
  return {
    async describe(source) {
      const strategy = strategyOf(nameOf(source));
      // The exports of one module share their code.
      const codeHash = source.kind === "builtin" ? source.name : source.path;
      return describeStrategy(strategy, codeHash);
    },
    async runCell({ strategy, bars, settings }, params, wanted = {}) {
      return runBacktest({ strategy: strategyOf(nameOf(strategy)), bars, settings, params, ...wanted });
    },
    async sweepApart({ strategy, bars, settings }, cells) {
      return sweepCells({ strategy: strategyOf(nameOf(strategy)), bars, settings, cells });
    },
    async examine({ setup, cells, cuts }) {
      const { bars, settings } = setup;
      const strategy = strategyOf(nameOf(setup.strategy));
      return { ...examineStrategy({ strategy, bars, settings, cells, cuts }), wrote: null };
    },
  };
}
