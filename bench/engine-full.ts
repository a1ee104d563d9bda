/**
 * One cell in full (fills, trades, curves, all metrics) on the last 2,148 bars of the sample, in the vectorbt profile and
 * in that of backtesting.py, with backtesting.py beside it. The metrics must be those of the same cell in a sweep, bit
 * for bit; the trades those of backtesting.py.
 *
 *     node bench/engine-full.ts [--no-peers]
 */
import type { Params } from "../src/core/params/param-spec.ts";
import type { Bars } from "../src/engine/bars.ts";
import { cutBars } from "../src/engine/lookahead/cut-bars.ts";
import { runBacktest } from "../src/engine/run-backtest.ts";
import { PROFILE_EXECUTION, type Profile } from "../src/engine/profiles/registry.ts";
import { smaCross } from "../src/engine/strategies/sma-cross.ts";
import { sweepCells } from "../src/engine/sweep-cells.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measureInTurns, speedup, summarizeSamples } from "./support/measure.ts";
import { askPeer, type PeerReport, withPeer } from "./support/peers.ts";
import { requireEqual, requireNear, sampleBars, VECTORBT_SETTINGS } from "./support/sample-sweep.ts";

const BARS = 2148;
const RUNS = 21;
const PEER_RUNS = 11;
/** Backtests per sample; one alone is shorter than a stopwatch is sharp. */
const CALLS = 20;
const FAST = 10;
const SLOW = 50;
const whole = sampleBars();
const bars: readonly Bars[] = [cutBars(whole, whole.time[whole.time.length - BARS] ?? 0, Number.POSITIVE_INFINITY)];
const params: Params = { fast: FAST, slow: SLOW, position_size: 1 };
const requestOf = (profile: Profile) => ({
  strategy: smaCross,
  bars,
  settings: { ...VECTORBT_SETTINGS, barsPerYear: 252, execution: PROFILE_EXECUTION[profile] },
});

for (const profile of ["vectorbt", "backtesting.py"] as const) {
  const full = runBacktest({ ...requestOf(profile), params });
  const swept = sweepCells({ ...requestOf(profile), cells: [params] });
  requireEqual(`the Sharpe of the sweep (${profile})`, swept.metrics.sharpe[0], full.metrics.sharpe);
  requireEqual(`the final equity of the sweep (${profile})`, swept.metrics.final_equity[0], full.equity.at(-1));
}

const backtests = (profile: Profile) => () => {
  for (let call = 0; call < CALLS; call++) runBacktest({ ...requestOf(profile), params });
};
const measured = await measureInTurns(RUNS, {
  vectorbt: backtests("vectorbt"),
  "backtesting.py": backtests("backtesting.py"),
});
console.log(describeMachine());
for (const profile of ["vectorbt", "backtesting.py"] as const) {
  const cellMs = measured[profile].medianMs / CALLS;
  reportFigure({
    work: `${CALLS} full backtests of ${BARS} bars, profile ${profile}`,
    time: measured[profile],
    amount: `${cellMs.toFixed(3)} ms each`,
    aim: { text: "< 2 ms", isReached: cellMs < 2 },
  });
}

withPeer("backtesting.py", () => {
  const args = [PEER_RUNS, BARS, FAST, SLOW].map(String);
  const report = askPeer("backtesting_cell.py", ["backtesting==0.6.6"], args) as BacktestingReport;
  const { trades, metrics } = runBacktest({ ...requestOf("backtesting.py"), params });
  requireEqual("the entries", trades.map((trade) => trade.entryBar).join(), report.entryBars.join());
  requireEqual("the exits", trades.map((trade) => trade.exitBar).join(), report.exitBars.join());
  requireEqual("the units", trades.map((trade) => trade.units).join(), report.units.join());
  requireNear("the final equity", metrics.final_equity, report.finalEquity);
  requireNear("the Sharpe ratio", metrics.sharpe, report.sharpe);
  const time = summarizeSamples(report.samples);
  const { wall, cpu } = speedup(measured["backtesting.py"], time);
  reportFigure({
    work: `One backtest of ${BARS} bars, ${report.name}, the same ${trades.length} trades`,
    time,
    amount: `the engine is ${(wall * CALLS).toFixed(0)} × as fast (per CPU second ${(cpu * CALLS).toFixed(0)} ×)`,
  });
});

interface BacktestingReport extends PeerReport {
  readonly entryBars: readonly number[];
  readonly exitBars: readonly number[];
  readonly units: readonly number[];
  readonly finalEquity: number;
  readonly sharpe: number;
}
