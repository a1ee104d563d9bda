import type { DataSpec } from "../../core/spec/data-spec.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { Bars } from "../../engine/bars.ts";
import type { Examination, FoundLeak, Warmup } from "../../engine/lookahead/examine-strategy.ts";
import { alignBars } from "../../engine/panel/panel.ts";
import type { PublishedFactor } from "../../data/beside/check-published.ts";
import { type BacktestSpec, isEngineSpec } from "../../factory/dag-spec.ts";
import type { RunDeps } from "../run-deps.ts";
import { openSweep } from "../sweep/open-sweep.ts";
import { marketOf } from "../market/market-of.ts";
import { sampleOf } from "./sample-of.ts";

/** What looking at one backtest has found. */
export interface BacktestCheck extends Examination {
  readonly backtest: string;
  /** Bars on the common time line of the symbols. */
  readonly bars: number;
  /** Cells that were looked at, by number. */
  readonly cells: readonly number[];
  readonly leak: FoundLeak | null;
  readonly warmup: Warmup;
  /** What the strategy has written to, though it may only read it, and the cell that did; null as a rule. */
  readonly wrote: { readonly what: string; readonly params: Params } | null;
  /** Of each factor. */
  readonly factors: readonly PublishedFactor[];
}

export interface CheckOptions {
  readonly logicalDate: Date;
  /** How often each cell is run on the first bars alone. */
  readonly cuts: number;
}

/** @throws AppError as the tables of the factors are read with */
export type ReadPublished = (bars: readonly Bars[], request: DataSpec) => Promise<readonly PublishedFactor[]>;

export interface CheckDeps extends Pick<RunDeps, "executors" | "strategies"> {
  readonly published: ReadPublished;
}

/** Enough for both ends of each axis of a usual grid and some in between. */
const MOST_CELLS = 8;

/**
 * Whether the strategy of a backtest sees the future, on the data and with some of the cells of the DAG, and whether it
 * leaves its input alone; and how long its signals take to settle.
 *
 * @throws AppError of the data or the grid; STRATEGY_FAILED with the strategy's own message
 */
export async function checkBacktest(
  backtest: BacktestSpec,
  { logicalDate, cuts }: CheckOptions,
  deps: CheckDeps,
): Promise<BacktestCheck> {
  const sweep = await openSweep(backtest, { logicalDate, runId: "" }, deps);
  const market = marketOf(sweep);
  const cells = sampleOf(sweep.grid.count, MOST_CELLS);
  const params = cells.map((cell) => sweep.grid.cellAt(cell));
  const examination = await deps.strategies.examine({ setup: market.setup, cells: params, cuts });
  const factors = isEngineSpec(backtest) ? await deps.published(market.bars, backtest.data) : [];
  return { backtest: backtest.name, bars: alignBars(market.bars).time.length, cells, ...examination, factors };
}

/** Whether anything saw what was not there yet, or wrote to what it may only read. */
export function sawTooMuch({ leak, wrote, membership, factors }: BacktestCheck): boolean {
  const isEarly = factors.some((factor) => factor.leak !== null);
  return leak !== null || wrote !== null || isEarly || (membership !== null && membership.leak !== null);
}
