import type { SnapshotId } from "../../core/names/ids.ts";
import { SWEEP_BLOCKS } from "../../core/numbers/block-starts.ts";
import { ENGINE_VERSION } from "../../engine/backtest.ts";
import type { RangeTarget } from "../../core/values/range-target.ts";
import type { Bars } from "../../engine/bars.ts";
import { checkSymbols } from "../../engine/kinds/symbols-problem.ts";
import { isComputedMetric } from "../../engine/metrics/metric-catalogue.ts";
import type { BacktestSettings } from "../../engine/settings.ts";
import type { Executor, PreparedSweep, SweepMoment } from "../executor.ts";
import { languageOfStrategy } from "../modules/strategy-languages.ts";
import { nameBase } from "../name-base.ts";
import type { StrategyRunner } from "../strategy-runner.ts";
import type { CellEngine } from "./cell-engine.ts";
import { type CellCost, computeInSlices, type Slicing } from "./compute-in-slices.ts";
import { engineColumns } from "./engine-columns.ts";
import { knownStandings } from "./known-standings.ts";
import type { StrategySource, SweepSetup } from "./sweep-setup.ts";

/** A backtest as far as the engine needs it (structurally the DAG's `BacktestSpec`). */
export interface EngineBacktest {
  readonly strategy: StrategySource;
  readonly objective: string;
  readonly volatile: boolean;
  readonly cellTimeoutMs?: number;
}

/** The data of a backtest, cut to its window, and its settings with what only they tell. */
export interface OpenBars {
  readonly snapshot: { readonly id: SnapshotId };
  readonly bars: readonly Bars[];
  readonly settings: BacktestSettings;
  /** What of the data is read: part of the name of results, which holds for all data that give the same. */
  readonly reads: Readonly<Record<string, unknown>>;
  /** By what people know what is read; no part of the name. */
  readonly told: Readonly<Record<string, unknown>>;
}

export interface EngineParts<Backtest, Opened> {
  openBars(backtest: Backtest, moment: SweepMoment): Promise<Opened>;
  readonly strategies: Pick<StrategyRunner, "describe">;
  /** Closed with the executor. */
  readonly engine: CellEngine;
}

/** About a second of work; a range of a simple strategy is never held back by the 20,000 cells. */
export const ENGINE_RANGES: RangeTarget = { ms: 1000, firstCells: 64, maxCells: 20_000 };

/** Backtests of strategies in TypeScript: built-in ones and those of users. */
export function engineExecutor<Backtest extends EngineBacktest, Opened extends OpenBars>(
  from: EngineParts<Backtest, Opened>,
): Executor<Backtest, Opened & { readonly setup: SweepSetup }> {
  const { strategies, engine } = from;
  return {
    kind: "engine",
    async prepare(backtest, moment) {
      const [opened, strategy] = await Promise.all([
        from.openBars(backtest, moment),
        strategies.describe(backtest.strategy),
      ]);
      checkSymbols(strategy, opened.bars.length);
      const { codeHash } = strategy;
      const computed = [backtest.objective].filter(isComputedMetric);
      const parts = {
        ...identityOf(backtest, opened),
        code: codeHash,
        // Absent for none: results with the usual metrics serve any of them as objective.
        ...(computed.length === 0 ? {} : { computed }),
        volatile: backtest.volatile ? moment.runId : null,
      };
      const base = nameBase(parts);
      const { cellTimeoutMs, strategy: source } = backtest;
      const setup: SweepSetup = {
        id: base.toString("hex"),
        strategy: backtest.strategy,
        codeHash,
        bars: opened.bars,
        settings: opened.settings,
        blocks: SWEEP_BLOCKS,
        computed,
        ...(cellTimeoutMs === undefined ? {} : { cellTimeoutMs }),
      };
      const standings = knownStandings(setup, parts);
      const whole = {
        codeHash,
        ...(strategy.lacks !== undefined && { lacks: strategy.lacks }),
        snapshotId: opened.snapshot.id,
        // What cells are shown and computed again by, also those of parts.
        market: { ...opened, setup },
        rangeTarget: ENGINE_RANGES,
      };
      return {
        ...whole,
        base,
        parts: { ...opened.told, ...parts },
        ...(source.kind === "module" && { codeFiles: () => languageOfStrategy(source).sourceFiles(source.path) }),
        ...(standings !== null && { standings }),
        compute: cellsOf(setup, engine),
        measureParts(parts) {
          const own = nameBase({ of: setup.id, parts });
          const { blocks: _, computed: __, ...shared } = setup;
          const chosen = parts.kind === "ranges" ? parts.symbols : undefined;
          const bars = chosen === undefined ? setup.bars : setup.bars.filter(({ symbol }) => chosen.includes(symbol));
          checkSymbols(strategy, bars.length);
          return { ...whole, base: own, compute: cellsOf({ ...shared, bars, id: own.toString("hex"), parts }, engine) };
        },
      };
    },
    close: () => engine.close(),
  };
}

function cellsOf(setup: SweepSetup, engine: CellEngine): PreparedSweep<unknown>["compute"] {
  const cost: CellCost = {};
  return async ({ params }, { signal, onLine, until = signal, past }) => {
    if (setup.strategy.kind === "builtin") {
      return engineColumns(await engine.compute(setup, params, signal, { onLine, past }), setup.parts);
    }
    const compute: Slicing["compute"] = (cells, hear) => engine.compute(setup, cells, signal, { onLine: hear });
    const { result, computed } = await computeInSlices(params, { compute, onLine, until, cost });
    return { ...engineColumns(result, setup.parts), computed };
  };
}

function identityOf({ strategy }: EngineBacktest, { reads, settings: all }: OpenBars) {
  // What is read says how long its bars are.
  const { timeframe: _, ...settings } = all;
  return {
    ...reads,
    // One module may export several strategies.
    export: strategy.kind === "module" ? strategy.exportName : null,
    engine: ENGINE_VERSION,
    settings,
  };
}
