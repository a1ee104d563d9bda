import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { Params } from "../../core/values/params.ts";
import { completeParams } from "../../engine/cells/complete-params.ts";
import { paramSpecsOf } from "../../engine/cells/param-specs.ts";
import { type CheckedStrategy, checkLookahead, type Leak } from "../../engine/lookahead/check-lookahead.ts";
import { settlingBars } from "../../engine/lookahead/settling-bars.ts";
import { alignBars } from "../../engine/panel/panel.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { RunDeps } from "../run-deps.ts";
import { openSweep } from "../sweep/open-sweep.ts";
import { cutsOf, sampleOf } from "./samples.ts";

/** What looking at one backtest has found. */
export interface BacktestCheck {
  readonly backtest: string;
  readonly strategy: string;
  /** Bars on the common time line of the symbols. */
  readonly bars: number;
  /** Cells that were looked at, by number. */
  readonly cells: readonly number[];
  /** How often each of them was run on the first bars alone. */
  readonly cuts: number;
  /** The first that was found; null when everything said of a bar stays as it was. */
  readonly leak: FoundLeak | null;
  readonly warmup: Warmup;
}

export interface FoundLeak extends Leak {
  readonly params: Params;
  /** Start of the bar whose value changed, milliseconds UTC. */
  readonly time: number;
  /** The value changed though all bars were known both times: chance or memory, not the future. */
  readonly isUnstable: boolean;
}

export interface Warmup {
  /** Bars until the signals no longer depend on where the data begin, the most over the cells; null: they never settle. */
  readonly settlesAfter: number | null;
  /** What the strategy itself declares, the most over the cells; null when it declares nothing. */
  readonly declared: number | null;
}

export interface CheckOptions {
  readonly logicalDate: Date;
  /** How often each cell is run on the first bars alone. */
  readonly cuts: number;
}

/** Enough for both ends of each axis of a usual grid and some in between. */
const MOST_CELLS = 8;

/**
 * Whether the strategy of a backtest sees the future, on the data and with some of the cells of the DAG; and how long
 * its signals take to settle.
 *
 * @throws AppError of the data or the grid; STRATEGY_FAILED with the strategy's own message
 */
export async function checkBacktest(
  backtest: BacktestSpec,
  { logicalDate, cuts }: CheckOptions,
  deps: Pick<RunDeps, "data" | "strategies">,
): Promise<BacktestCheck> {
  const { strategy } = await deps.strategies.load(backtest.strategy);
  const { bars, grid, settings } = await openSweep(backtest, { logicalDate, runId: "" }, deps);
  const { time } = alignBars(bars);
  const cells = sampleOf(grid.count, MOST_CELLS);
  const checked = cells.map((cell): CheckedStrategy => ({ strategy, bars, params: grid.cellAt(cell), settings }));
  const cutBars = cutsOf(time.length, cuts);
  const about = { backtest: backtest.name, strategy: strategy.name, bars: time.length, cells, cuts: cutBars.length };
  try {
    const leak = firstLeak(checked, [time.length, ...cutBars], time);
    return { ...about, leak, warmup: warmupOf(checked, time.length) };
  } catch (error) {
    throw new AppError("STRATEGY_FAILED", `The strategy "${strategy.name}" failed: ${messageOf(error)}`, {
      hint: "It is run on few bars too here; a strategy has to bear that its windows are longer than the data.",
      cause: error,
    });
  }
}

/** Most leaks show in the first cell: the others are looked at until one is found. */
function firstLeak(cells: readonly CheckedStrategy[], cuts: readonly number[], time: Float64Array): FoundLeak | null {
  for (const checked of cells) {
    const leak = checkLookahead(checked, cuts);
    if (leak === null) continue;
    const isUnstable = leak.knownBars === time.length;
    return { ...leak, params: checked.params, time: time[leak.bar] ?? Number.NaN, isUnstable };
  }
  return null;
}

/** A signal that still differs this far into the shorter run would do so in a longer one too. */
const NEVER_SETTLES = 0.9;

function warmupOf(cells: readonly CheckedStrategy[], bars: number): Warmup {
  const start = Math.floor(bars / 2);
  const settled = Math.max(...cells.map((checked) => settlingBars(checked, start)));
  const declared = cells.flatMap(({ strategy, params }) =>
    strategy.warmup === undefined ? [] : [strategy.warmup(completeParams(paramSpecsOf(strategy), params))],
  );
  return {
    settlesAfter: settled > NEVER_SETTLES * (bars - start) ? null : settled,
    declared: declared.length === 0 ? null : Math.max(...declared),
  };
}
