/**
 * 10,011 EMA crossovers × 200,000 bars of a random walk, all metrics, one thread: must take ≤ 5 s a core and < 400 MB,
 * aim ≤ 2 s. A tenth of the cells is measured with `--part`. Cells are checked against runs of their own.
 */
import type { Bars } from "../src/engine/bars.ts";
import { NATIVE_EXECUTION, NO_COSTS } from "../src/engine/settings.ts";
import { runBacktest } from "../src/engine/run-backtest.ts";
import { emaCross } from "../src/engine/strategies/ema-cross.ts";
import { prepareSweep } from "../src/engine/sweep-cells.ts";
import { describeMachine } from "./support/measure.ts";
import { threadTime } from "./support/measure-together.ts";
import { requireEqual } from "./support/sample-sweep.ts";

const BARS = 200_000;
const WINDOWS = Array.from({ length: 142 }, (_, index) => 5 + index);

/** A walk from a linear congruential generator: the same on every machine. */
function randomWalk(): Bars {
  let state = 12_345;
  const step = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const close = new Float64Array(BARS);
  let price = 100;
  for (let bar = 0; bar < BARS; bar++) {
    price *= 1 + 0.01 * step();
    close[bar] = price;
  }
  const open = close.map((_, bar) => close[bar - 1] ?? 100);
  return {
    symbol: "WALK",
    time: close.map((_, bar) => bar * 60_000),
    open,
    high: close.map((own, bar) => Math.max(own, open[bar] ?? own)),
    low: close.map((own, bar) => Math.min(own, open[bar] ?? own)),
    close,
    volume: new Float64Array(BARS),
  };
}

const all = WINDOWS.flatMap((fast) => WINDOWS.filter((slow) => slow > fast).map((slow) => ({ fast, slow })));
const cells = process.argv.includes("--part") ? all.filter((_, cell) => cell % 10 === 0) : all;
const request = {
  strategy: emaCross,
  bars: [randomWalk()],
  settings: {
    initialCapital: 10_000,
    barsPerYear: 365 * 24 * 60,
    seed: 1,
    costs: { ...NO_COSTS, commissionBps: 1 },
    execution: NATIVE_EXECUTION,
  },
};
const sweep = prepareSweep(request);
const start = threadTime();
let checked = 0;
for (let from = 0; from < cells.length; from += 500) {
  const range = cells.slice(from, from + 500);
  const { metrics } = sweep.run(range);
  const [params] = range;
  if (params === undefined || from % 2500 !== 0) continue;
  const before = threadTime();
  const alone = runBacktest({ ...request, params });
  requireEqual(`the Sharpe of cell ${from}`, metrics.sharpe[0], alone.metrics.sharpe);
  requireEqual(`the trades of cell ${from}`, metrics.total_trades[0], alone.trades.length);
  checked += threadTime() - before;
}
const seconds = (threadTime() - start - checked) / 1000;
const memory = process.resourceUsage().maxRSS / 1024;
console.log(describeMachine());
console.log(
  `${cells.length} EMA cells × ${BARS} bars: ${seconds.toFixed(2)} s of CPU in one run, indicators included, ` +
    `${((cells.length * BARS) / seconds / 1e6).toFixed(0)} M bar-cells/s, at most ${memory.toFixed(0)} MB`,
);
