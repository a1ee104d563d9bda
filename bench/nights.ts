/**
 * A night that adds one bar: 9,870 moving-average crossovers over 5,106 daily bars, gone on with from last night's 5,105, beside
 * the same sweep from the first bar. Nothing is printed unless all metrics, reasons and sums of blocks are equal, bit for bit.
 *
 *     node bench/nights.ts
 */
import { deepStrictEqual } from "node:assert";
import type { PastCells, SweepRequest, SweepResult } from "../src/engine/backtest.ts";
import type { Bars } from "../src/engine/bars.ts";
import { PROFILE_EXECUTION } from "../src/engine/profiles/registry.ts";
import { NO_COSTS } from "../src/engine/settings.ts";
import { smaCross } from "../src/engine/strategies/sma-cross.ts";
import { prepareSweep } from "../src/engine/sweep-cells.ts";
import { transformBars } from "../src/engine/transform-bars.ts";
import { SWEEP_BLOCKS } from "../src/core/numbers/block-starts.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measureInTurns, speedup } from "./support/measure.ts";
import { requireEqual, sampleBars, VECTORBT_SETTINGS } from "./support/sample-sweep.ts";

const RUNS = 11;
const WARM_UPS = 3;
/** Of the full sweep's time. */
const AIM = 0.05;
const WINDOWS = Array.from({ length: 141 }, (_, index) => index + 2);

const whole = sampleBars();
/** One more at the end, as the night brings it: the last one once more, a day later. */
const tonight = transformBars(whole, (column) => Float64Array.of(...column, column.at(-1) ?? 0));
const time = Float64Array.from(tonight.time);
time[whole.close.length] = (whole.time.at(-1) ?? 0) + 86_400_000;
const bars: Bars = { ...tonight, time };

function cellsOf(params: Readonly<Record<string, number>>): SweepRequest["cells"] {
  return WINDOWS.flatMap((fast) => WINDOWS.filter((slow) => slow > fast).map((slow) => ({ fast, slow, ...params })));
}

const SWEEPS = [
  { name: "95 % of the cash a position", profile: "native", params: { position_size: 0.95 } },
  { name: "all of the cash", profile: "native", params: { position_size: 1 } },
  { name: "with a trailing stop", profile: "native", params: { position_size: 0.95, trailing_stop_pct: 8 } },
  { name: "profile vectorbt", profile: "vectorbt", params: { position_size: 1 } },
] as const;

console.log(describeMachine());
for (const { name, profile, params } of SWEEPS) {
  const settings = {
    ...VECTORBT_SETTINGS,
    costs: { ...NO_COSTS, commissionBps: 10, slippageBps: 5 },
    execution: PROFILE_EXECUTION[profile],
  };
  const cells = cellsOf(params);
  const sweep = (seen: Bars, past?: PastCells | null): SweepResult =>
    prepareSweep({ strategy: smaCross, bars: [seen], settings, blocks: SWEEP_BLOCKS }).run(cells, past);
  const before = sweep(whole, null).standings;
  if (before === undefined) throw new Error("The cells keep no standing");
  // Each is written over. Made beforehand, as they come from the database.
  const pasts = Array.from({ length: RUNS + WARM_UPS + 1 }, () => before.values.slice());
  const extend = () => sweep(bars, { bars: whole.close.length, values: pasts.pop() ?? before.values });
  const full = () => sweep(bars);
  const { standings, ...extended } = extend();
  requireEqual("cells that were gone on with", standings?.extended, cells.length);
  deepStrictEqual(extended, full());

  const times = await measureInTurns(RUNS, { extend, full, keep: () => sweep(bars, null) }, WARM_UPS);
  const work = `${cells.length} MA cells, ${name}`;
  reportFigure({ work: `${work}: full sweep of ${bars.close.length} bars`, time: times.full });
  reportFigure({ work: `${work}: full sweep that keeps how cells stand`, time: times.keep });
  reportFigure({ work: `${work}: gone on with by 1 bar`, time: times.extend });
  const { wall, cpu } = speedup(times.full, times.extend);
  reportFigure({
    work: `${work}: night ÷ full sweep`,
    amount: `${(100 * wall).toFixed(1)} % (of CPU time ${(100 * cpu).toFixed(1)} %)`,
    aim: { text: `≤ ${100 * AIM} %`, isReached: wall <= AIM },
  });
}
