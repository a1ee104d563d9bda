import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Params } from "../../../src/core/params/param-spec.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { SWEEP_METRIC_IDS } from "../../../src/engine/metrics/metric-catalogue.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import type { BacktestSettings, ExecutionModel } from "../../../src/engine/settings.ts";
import type { Signals } from "../../../src/engine/signals/signals.ts";
import type { Strategy } from "../../../src/engine/strategy.ts";
import { sweepCells } from "../../../src/engine/sweep-cells.ts";
import { ONE_SYMBOL_EXITS } from "../support/one-symbol-exits.ts";
import { acting, bySignals } from "../support/acting.ts";
import {
  arbitrarySettings,
  arbitrarySignals,
  arbitraryTradeParams,
  barsOfAtLeast,
  scripted,
} from "../support/arbitrary.ts";

interface Scenario {
  readonly bars: Bars;
  readonly signals: Required<Signals>;
  readonly settings: BacktestSettings;
  readonly params: Params;
}

/** Risk limits need 20 returns. */
const RISK_BARS = 30;

const limits = fc.record(
  {
    max_single_position_var: fc.constantFrom(0.02, 0.1),
    max_portfolio_var: fc.constantFrom(0.03, 0.2),
    volatility_target: fc.constantFrom(0.5, 2),
  },
  { requiredKeys: [] },
);

const arbitraryScenario: fc.Arbitrary<Scenario> = fc.oneof(barsOfAtLeast(2), barsOfAtLeast(RISK_BARS)).chain((bars) =>
  fc
    .tuple(
      arbitrarySignals(bars.close.length),
      arbitrarySettings,
      arbitraryTradeParams,
      limits,
      fc.constantFrom(1, 1, 0.6),
    )
    .map(([signals, settings, params, limited, fillProbability]) => ({
      bars,
      signals,
      settings: { ...settings, costs: { ...settings.costs, fillProbability } },
      params: { ...params, ...limited },
    })),
);

/** Without what the profile refuses. */
function forVectorbt({ settings, params, ...drawn }: Scenario): Scenario {
  const { intrabar: _, ...execution } = settings.execution;
  return {
    ...drawn,
    params: { ...params, ...NATIVE_PARAMS_OFF },
    settings: {
      ...settings,
      costs: { ...settings.costs, commissionPerShare: 0, commissionMin: 0, borrowBps: 0 },
      execution: { ...execution, profile: "vectorbt", executionDelay: 1 },
    },
  };
}

const NATIVE_PARAMS_OFF = {
  order_units: 0,
  order_cash: 0,
  max_single_position_var: 0,
  max_portfolio_var: 0,
  volatility_target: 0,
};

/** What two strategies trade on the same bars is the same, bit for bit, alone and in a sweep. */
function expectSame(strategy: Strategy, other: Strategy, { bars, settings, params }: Scenario): void {
  const request = { bars: [bars], settings };
  const one = runBacktest({ ...request, strategy, params });
  const two = runBacktest({ ...request, strategy: other, params });
  expect(two).toStrictEqual(one);
  const swept = sweepCells({ ...request, strategy: other, cells: [{}, params] }).metrics;
  for (const id of SWEEP_METRIC_IDS) expect(swept[id][1], id).toBe(one.metrics[id] ?? Number.NaN);
}

function withExecution(scenario: Scenario, execution: Partial<ExecutionModel>): Scenario {
  const { settings } = scenario;
  return { ...scenario, settings: { ...settings, execution: { ...settings.execution, ...execution } } };
}

describe("the event kernel", () => {
  it("trades market orders as the signal kernel trades signals, bit for bit", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(arbitraryScenario, (drawn) => {
        const scenario = withExecution(drawn, { executionDelay: 1 });
        const { signals, settings, bars, params } = scenario;
        expectSame(scripted(signals), bySignals(signals, settings.execution.direction), scenario);
        const { trades, rejections } = runBacktest({ strategy: scripted(signals), bars: [bars], settings, params });
        for (const { reason } of [...trades, ...rejections]) seen.add(reason);
      }),
      { numRuns: 1000, seed: 11 },
    );
    const limitReasons = ["missed_fill", "no_cash", "cooldown", "max_single_position_var", "max_portfolio_var"];
    expect([...seen].sort()).toEqual([...ONE_SYMBOL_EXITS, ...limitReasons].sort());
  });

  it("lets orders of a longer delay meet the position that is held then, as signals do", () => {
    fc.assert(
      fc.property(arbitraryScenario, fc.constantFrom(2, 3, 5), fc.boolean(), (drawn, executionDelay, isVectorbt) => {
        const scenario = withExecution(isVectorbt ? forVectorbt(drawn) : drawn, { fill: "open", executionDelay });
        expectSame(...recorded(scenario), scenario);
      }),
      { numRuns: 600, seed: 12 },
    );
  });

  it("does the same in the profile vectorbt", () => {
    fc.assert(
      fc.property(arbitraryScenario, (drawn) => {
        const scenario = forVectorbt(drawn);
        const { signals, settings } = scenario;
        expectSame(scripted(signals), bySignals(signals, settings.execution.direction), scenario);
      }),
      { numRuns: 600, seed: 13 },
    );
  });
});

/** The signals that a strategy acting by its position gives as it goes along, and that strategy. */
function recorded({ bars, signals, settings, params }: Scenario): readonly [Strategy, Strategy] {
  const { direction } = settings.execution;
  const given = {
    entries: new Uint8Array(bars.close.length),
    exits: new Uint8Array(bars.close.length),
    shortEntries: new Uint8Array(bars.close.length),
    shortExits: new Uint8Array(bars.close.length),
  };
  const strategy = acting((bar, broker) => {
    if (signals.entries[bar] === 1 && direction !== "short") {
      broker.buy();
      given.entries[bar] = 1;
    } else if (signals.shortEntries[bar] === 1 && direction !== "long") {
      broker.sell();
      given.shortEntries[bar] = 1;
    } else if (signals.exits[bar] === 1 && broker.position !== 0) {
      (broker.position > 0 ? given.exits : given.shortExits)[bar] = 1;
      broker.close();
    }
  });
  runBacktest({ strategy, bars: [bars], settings, params });
  return [scripted(given), strategy];
}
