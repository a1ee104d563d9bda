/**
 * The in-sample part of a walk-forward optimisation: 4,950 moving-average crossovers × 16 windows of 1,000 bars, one thread,
 * beside one plain sweep of the same grid. Nothing is printed unless the windows agree bit for bit with backtests that
 * were run for each of them alone.
 *
 *     node bench/walk-forward.ts
 */
import { walkForwardWindows } from "../src/analytics/walk-forward/windows.ts";
import { runBacktest } from "../src/engine/run-backtest.ts";
import { rangeColumnId } from "../src/engine/ranges/range-column-id.ts";
import { smaCross } from "../src/engine/strategies/sma-cross.ts";
import { sweepCells } from "../src/engine/sweep-cells.ts";
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

const RUNS = 11;
const AIM = 4;
const PLAN = {
  inSample: { count: 1000, unit: "bars" },
  outOfSample: { count: 250, unit: "bars" },
  step: { count: 250, unit: "bars" },
  anchored: false,
  gap: 0,
} as const;
const METRICS = ["sharpe", "total_trades", "total_return"] as const;
const bars = sampleBars();
const request = { strategy: smaCross, bars: [bars], settings: VECTORBT_SETTINGS, cells: CROSS_CELLS };
const list = walkForwardWindows(bars.time, PLAN).map(({ inSample }) => inSample);

const plain = () => sweepCells(request);
const windows = () => sweepCells({ ...request, ranges: { list, metrics: METRICS } });

requireEqual("the plain sweep's fingerprint", fingerprintOf([plain()]), FINGERPRINT);
const columns = new Map(windows().computed.map(({ id, values }) => [id, values]));
const STRIDE = 97;
for (let cell = 0; cell < CROSS_CELLS.length; cell += STRIDE) {
  for (const [at, range] of list.entries()) {
    const { metrics } = runBacktest({ ...request, params: CROSS_CELLS[cell] ?? {}, range });
    for (const id of METRICS) {
      const found = columns.get(rangeColumnId(at, id))?.[cell] ?? Number.NaN;
      requireEqual(`${id} of cell ${cell} in window ${at}`, String(found), String(metrics[id] ?? Number.NaN));
    }
  }
}

const { plain: one, windows: all } = await measureInTurns(RUNS, { plain, windows });
console.log(describeMachine());
console.log(`${CROSS_CELLS.length} cells × ${list.length} windows of 1,000 bars`);
reportFigure({ work: "One plain sweep", time: one });
const ratio = all.medianMs / one.medianMs;
reportFigure({
  work: "All windows in sample",
  time: all,
  amount: `${ratio.toFixed(2)} × a plain sweep`,
  aim: { text: `≤ ${AIM} ×`, isReached: ratio <= AIM },
});
