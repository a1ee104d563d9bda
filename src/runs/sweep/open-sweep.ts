import { createHash } from "node:crypto";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { LoadedSnapshot, Snapshot } from "../../data/dataset.ts";
import { ENGINE_VERSION } from "../../engine/backtest.ts";
import type { Bars } from "../../engine/bars.ts";
import { type ComputedMetricId, isComputedMetric } from "../../engine/metrics/metric-catalogue.ts";
import { checkSymbols } from "../../engine/kinds/symbols-problem.ts";
import type { BacktestSettings } from "../../engine/settings.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import { type Grid, openGrid } from "../../factory/grid/open-grid.ts";
import type { RunDeps } from "../run-deps.ts";
import { openData } from "./open-data.ts";

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
  const open = async () => openData(backtest, { ...moment, loaded: await loadSnapshot() }, deps.data);
  const [{ snapshot, bars, settings }, strategy] = await Promise.all([
    open(),
    deps.strategies.describe(backtest.strategy),
  ]);
  checkSymbols(strategy, bars.length);
  const { codeHash } = strategy;
  const computed = [backtest.objective].filter(isComputedMetric);
  const sweep = { backtest, snapshot, bars, settings, codeHash, computed };
  return { ...sweep, grid: openGrid(backtest.grid, backtest.params), base: baseKey(sweep, moment) };
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

function sha256Bytes(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
