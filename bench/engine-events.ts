/**
 * Strategies that act bar by bar, one thread: the moving-average crossover by market orders, in all 4,950 cells of the
 * sample and with vectorbt's fingerprint, beside the same in signals form; and limit orders with brackets, whose swept metrics must
 * be those of the same cell in full, bit for bit.
 *
 *     node bench/engine-events.ts [RUNS]
 */
import { PROFILE_EXECUTION } from "../src/engine/profiles/registry.ts";
import { runBacktest } from "../src/engine/run-backtest.ts";
import { defineBarStrategy } from "../src/engine/strategy.ts";
import { sweepCells } from "../src/engine/sweep-cells.ts";
import { numberArgument } from "./support/arguments.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measureInTurns } from "./support/measure.ts";
import {
  CROSS_CELLS,
  FINGERPRINT,
  fingerprintOf,
  requireEqual,
  sampleBars,
  VECTORBT_SETTINGS,
} from "./support/sample-sweep.ts";
import { usersCross } from "./support/users-cross.ts";

const RUNS = numberArgument(0, 5);
const bars = [sampleBars()];
const barCount = bars[0]?.close.length ?? 0;

/** `usersCross` by orders instead of signals. */
const crossByBar = defineBarStrategy({
  name: "cross_by_bar",
  params: usersCross.params,
  prepare: ({ bars: { close }, params, indicators }) => ({
    fast: indicators.sma(close, Number(params["fast"])),
    slow: indicators.sma(close, Number(params["slow"])),
    before: Number.NaN,
  }),
  onBar: ({ bar, broker, prepared }) => {
    const distance = (prepared.fast[bar] ?? 0) - (prepared.slow[bar] ?? 0);
    if (distance > 0 && prepared.before <= 0) broker.buy();
    if (distance < 0 && prepared.before >= 0) broker.close();
    prepared.before = distance;
  },
});

/** Bids below the close at every bar without a position: an order a bar, each good for the next bar. */
const bids = defineBarStrategy({
  name: "bids",
  params: { dip: { kind: "float", default: 0.01 }, width: { kind: "float", default: 0.03 } },
  onBar: ({ bar, bars: { close }, broker, params: { dip, width } }) => {
    if (broker.position !== 0) return;
    const limit = (close[bar] ?? 0) * (1 - dip);
    broker.buy({ limit, goodFor: 1, stopLoss: limit * (1 - width), takeProfit: limit * (1 + width) });
  },
});
const BID_CELLS = Array.from({ length: 500 }, (_, cell) => ({
  dip: 0.002 + 0.001 * (cell % 20),
  width: 0.01 + 0.002 * Math.floor(cell / 20),
}));

const crosses = { strategy: crossByBar, bars, settings: VECTORBT_SETTINGS, cells: CROSS_CELLS };
const dips = {
  strategy: bids,
  bars,
  settings: { ...VECTORBT_SETTINGS, execution: PROFILE_EXECUTION.native },
  cells: BID_CELLS,
};
requireEqual("The fingerprint of the crossover by orders", fingerprintOf([sweepCells(crosses)]), FINGERPRINT);
const { metrics } = sweepCells(dips);
for (const cell of [0, 250, 499]) {
  const full = runBacktest({ ...dips, params: BID_CELLS[cell] ?? {} });
  requireEqual(`the final equity of bid ${cell}`, metrics.final_equity[cell], full.equity.at(-1));
  requireEqual(`the Sharpe ratio of bid ${cell}`, metrics.sharpe[cell], full.metrics.sharpe);
}

console.log(describeMachine());
const measured = await measureInTurns(RUNS, {
  byBar: () => sweepCells(crosses),
  signals: () => sweepCells({ ...crosses, strategy: usersCross }),
  bids: () => sweepCells(dips),
});
const rate = (cells: number, ms: number): string => `${((cells * barCount) / ms / 1000).toFixed(1)} M bar-cells/s`;
reportFigure({
  work: `${CROSS_CELLS.length} MA crossovers × ${barCount} bars bar by bar, market orders, one thread`,
  time: measured.byBar,
  amount: `${rate(CROSS_CELLS.length, measured.byBar.medianMs)}; in signals form ${rate(CROSS_CELLS.length, measured.signals.medianMs)}`,
});
reportFigure({
  work: `${BID_CELLS.length} cells × ${barCount} bars bar by bar, a limit order with bracket a bar, one thread`,
  time: measured.bids,
  amount: `${rate(BID_CELLS.length, measured.bids.medianMs)}; ${metrics.total_trades.reduce((sum, trades) => sum + trades, 0)} trades`,
});
