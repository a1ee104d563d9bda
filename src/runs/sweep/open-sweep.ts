import { createHash } from "node:crypto";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { LoadedSnapshot, Snapshot } from "../../data/dataset.ts";
import { backtestingYear } from "../../data/bars/backtesting-year.ts";
import { daysPerYear } from "../../data/bars/days-per-year.ts";
import { DAY_MS, timeframeMs } from "../../data/bars/timeframe.ts";
import { ENGINE_VERSION } from "../../engine/backtest.ts";
import type { Bars } from "../../engine/bars.ts";
import { type ComputedMetricId, isComputedMetric } from "../../engine/metrics/metric-catalogue.ts";
import { conventionsOf } from "../../engine/metrics/conventions.ts";
import { type BacktestSettings, NO_COSTS } from "../../engine/settings.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import { type Grid, openGrid } from "../../factory/grid/open-grid.ts";
import type { RunDeps } from "../run-deps.ts";

/** A backtest of a DAG with everything at hand to compute its cells. */
export interface Sweep {
  readonly backtest: BacktestSpec;
  readonly grid: Grid;
  readonly snapshot: Snapshot;
  /** Cut to the window. */
  readonly bars: readonly Bars[];
  readonly settings: BacktestSettings;
  readonly codeHash: string;
  /** Metrics that are computed of every cell besides those that always are: the objective, when it is one of these. */
  readonly computed: readonly ComputedMetricId[];
  /** SHA-256 over all that decides a result but the parameters of the cell. */
  readonly base: Buffer;
}

export interface SweepMoment {
  readonly logicalDate: Date;
  /** Makes the results of `volatile` backtests unlike those of any other run. */
  readonly runId: string;
  /** Last day, `YYYY-MM-DD`, that counts as over whatever the clock says; null or absent: the clock decides. */
  readonly dataThrough?: string | null;
}

/**
 * Loads data and strategy of a backtest and opens its grid.
 *
 * @param loadSnapshot how to get at the data: freshly read for a new run, by its id for a pinned one
 */
export async function openSweep(
  backtest: BacktestSpec,
  moment: SweepMoment,
  deps: Pick<RunDeps, "data" | "strategies">,
  loadSnapshot: () => Promise<LoadedSnapshot> = () => deps.data.load(backtest.data),
): Promise<Sweep> {
  const [loaded, { codeHash }] = await Promise.all([loadSnapshot(), deps.strategies.describe(backtest.strategy)]);
  const { session } = backtest.data;
  const window = deps.data.resolveWindow(backtest.window, moment.logicalDate, session, moment.dataThrough);
  const { snapshot } = loaded;
  const bars = loaded.bars.map((whole) => deps.data.cutBars(whole, window, isDaily(snapshot) ? undefined : session));
  const settings = settingsFor(backtest, loaded, bars);
  const computed = [backtest.objective].filter(isComputedMetric);
  const sweep = { backtest, snapshot, bars, settings, codeHash, computed };
  return { ...sweep, grid: openGrid(backtest.grid, backtest.params), base: baseKey(sweep, moment) };
}

/** Completes the settings by what only the data tell, and by costs that came after the DAG version was stored. */
function settingsFor(
  { settings, sampling, data }: BacktestSpec,
  { snapshot, bars }: LoadedSnapshot,
  window: readonly Bars[],
): BacktestSettings {
  const { intraday, year } = conventionsOf(settings.execution.profile);
  const measured = settings.barsPerYear ?? snapshot.barsPerYear;
  const measuredDays = daysPerYear(bars, measured, data.session);
  const session = isDaily(snapshot) ? undefined : data.session;
  const [first] = window;
  const ruled = year === "backtesting.py" && settings.barsPerYear === null && first ? backtestingYear(first) : null;
  const barsPerYear = measuredDays === null ? (ruled ?? measured) : measured;
  const days = (sampling ?? intraday) === "day" && measuredDays !== null ? (ruled ?? measuredDays) : null;
  const costs = { ...NO_COSTS, ...settings.costs };
  return {
    ...settings,
    costs,
    barsPerYear,
    ...(days === null ? {} : { daysPerYear: days }),
    ...(session && { session }),
  };
}

/** Days as they are written, midnight UTC: a zone says nothing of them. */
function isDaily({ timeframe }: Snapshot): boolean {
  return timeframeMs(timeframe) >= DAY_MS;
}

function baseKey(
  sweep: Pick<Sweep, "backtest" | "snapshot" | "bars" | "settings" | "codeHash" | "computed">,
  moment: SweepMoment,
): Buffer {
  const { strategy } = sweep.backtest;
  return sha256Bytes(
    canonicalJson({
      code: sweep.codeHash,
      // One module may export several strategies.
      export: strategy.kind === "module" ? strategy.exportName : null,
      engine: ENGINE_VERSION,
      snapshot: sweep.snapshot.id,
      symbols: sweep.backtest.data.symbols,
      // The bars, not the dates: a window with an open end is another one every day, and often the same bars.
      window: sweep.bars.map(({ time }) => [time[0] ?? null, time.at(-1) ?? null]),
      settings: sweep.settings,
      // Absent for none: results with the usual metrics serve any of them as objective.
      ...(sweep.computed.length === 0 ? {} : { computed: sweep.computed }),
      volatile: sweep.backtest.volatile ? moment.runId : null,
    }),
  );
}

/** The key of one cell's result. @param params canonical JSON of its parameters */
export function resultKeyOf(base: Buffer, params: string): Buffer {
  return createHash("sha256").update(base).update(params).digest();
}

function sha256Bytes(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
