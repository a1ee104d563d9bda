/**
 * 10,011 EMA crossovers (all pairs of 142 windows) × 200,000 bars of a random walk, all metrics, one thread, indicators
 * included, in ranges of 500 cells as a worker takes them. Every 50th cell is checked against the bare loop first.
 *
 *     node bench/engine-ema.ts [RUNS]
 */
import type { SweepResult } from "../src/engine/backtest.ts";
import { indicatorCache } from "../src/engine/indicators/indicator-cache.ts";
import { emaCross } from "../src/engine/strategies/ema-cross.ts";
import { prepareSweep } from "../src/engine/sweep-cells.ts";
import { numberArgument } from "./support/arguments.ts";
import { bareCell } from "./support/bare-loop.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measureOnce, type Sample, summarizeSamples } from "./support/measure.ts";
import { randomWalk } from "./support/random-walk.ts";
import { requireNear, VECTORBT_SETTINGS } from "./support/sample-sweep.ts";

const RUNS = numberArgument(0, 5);
const BARS = 200_000;
const RANGE = 500;
const CHECKED = 50;
const FEE = 0.001;
const windows = Array.from({ length: 142 }, (_, index) => 5 + index);
const cells = windows.flatMap((fast) => windows.filter((slow) => slow > fast).map((slow) => ({ fast, slow })));
const bars = randomWalk(BARS);

const samples: Sample[] = [];
let results: SweepResult[] = [];
let megabytes = 0;
for (let run = 0; run < RUNS; run++) {
  const sample = await measureOnce(() => {
    const sweep = prepareSweep({ strategy: emaCross, bars: [bars], settings: VECTORBT_SETTINGS });
    results = [];
    for (let from = 0; from < cells.length; from += RANGE) results.push(sweep.run(cells.slice(from, from + RANGE)));
  });
  samples.push(sample);
  // Of the first run: the later ones find its garbage.
  if (run === 0) megabytes = process.resourceUsage().maxRSS / 1024;
}

const indicators = indicatorCache();
let bareMs = 0;
let bareCells = 0;
for (let index = 0; index < cells.length; index += CHECKED) {
  const { fast = 0, slow = 0 } = cells[index] ?? {};
  const [a, b] = [indicators.ema(bars.close, fast), indicators.ema(bars.close, slow)];
  let bare = bareCell(bars, a, b, FEE);
  const { cpuMs } = await measureOnce(() => {
    bare = bareCell(bars, a, b, FEE);
  });
  bareMs += cpuMs;
  bareCells++;
  const metrics = results[Math.floor(index / RANGE)]?.metrics;
  const at = index % RANGE;
  requireNear(`return of ${fast}/${slow}`, metrics?.total_return[at], bare.totalReturn);
  requireNear(`Sharpe of ${fast}/${slow}`, metrics?.sharpe[at], bare.sharpe);
  requireNear(`drawdown of ${fast}/${slow}`, metrics?.max_drawdown[at], bare.maxDrawdown);
  requireNear(`trades of ${fast}/${slow}`, metrics?.total_trades[at], bare.trades);
}

const time = summarizeSamples(samples);
const rate = (cells.length * BARS) / time.medianMs / 1000;
const cpuRate = (cells.length * BARS) / (time.cpuMs ?? Number.NaN) / 1000;
console.log(describeMachine());
console.log(`${cells.length} EMA cells × ${BARS} bars; ${bareCells} of them equal the bare loop's`);
reportFigure({
  work: "EMA sweep, engine, one thread",
  time,
  amount: `${rate.toFixed(0)} M bar-cells/s (per CPU second ${cpuRate.toFixed(0)})`,
  aim: { text: "≤ 5 s", isReached: time.medianMs <= 5000 },
});
reportFigure({
  work: "EMA sweep, memory of the process at its highest",
  amount: `${megabytes.toFixed(0)} MB`,
  aim: { text: "< 400 MB", isReached: megabytes < 400 },
});
reportFigure({
  work: "EMA sweep, bare loop over the same arrays, indicators not counted",
  amount: `${((bareCells * BARS) / bareMs / 1000).toFixed(0)} M bar-cells per CPU second`,
});
