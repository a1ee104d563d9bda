import type { RangeTarget } from "../../core/values/range-target.ts";
import type { Executor, PreparedSweep, RangeWork, SweepMoment } from "../executor.ts";
import { nameBase } from "../name-base.ts";
import { readSeries } from "../outputs/read-series.ts";
import { cellFolder, resultsPlace, type ResultsPlace } from "./cell-folder.ts";
import { type OpenScript, openScript, scriptFiles } from "./open-script.ts";
import { type ProgramGuard, startProgramGuard } from "../../sandbox/program/program-guard.ts";
import { createProgramRunner } from "../../sandbox/program/program-runner.ts";
import { endOrphanedPrograms } from "../../sandbox/program/program-mark.ts";
import { scriptEnv } from "./script-env.ts";
import { leftPeriod, measurePeriods, periodWork, runPeriod } from "./periods/script-periods.ts";
import {
  computeRange,
  type RangePlace,
  type ScriptBacktest,
  type ScriptSweep,
  type ScriptWindow,
} from "./script-range.ts";

export interface ScriptParts<Backtest> {
  /** The project's folder: scripts run in it, and their files go to `results` in it. */
  readonly home: string;
  readonly results: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Which days a backtest is about. */
  resolveWindow(backtest: Backtest, moment: SweepMoment): ScriptWindow;
  /** Whether this process computes; else it only plans and looks. */
  readonly isWorker: boolean;
}

/** One cell of a long script is a range; many short ones go together, up to a second of work. */
export const SCRIPT_RANGES: RangeTarget = { ms: 1000, firstCells: 1, maxCells: 200 };
/** Rises when the same files would give other metrics. */
const OUTPUTS_VERSION = 1;

/** Backtests of programs that are left as they are: a process per cell, and its files are the result. */
export function scriptExecutor<Backtest extends ScriptBacktest, Market>(
  parts: ScriptParts<Backtest>,
): Executor<Backtest, Market> {
  const env = scriptEnv(parts.env, parts.home);
  const closing = new AbortController();
  const computing = new Set<Promise<unknown>>();
  const programs = createProgramRunner();
  let guard: ProgramGuard | null = null;
  if (parts.isWorker) endOrphanedPrograms();

  const prepare = async (backtest: Backtest, moment: SweepMoment): Promise<PreparedSweep<Market>> => {
    const { strategy } = backtest;
    const script = await openScript(strategy, { home: parts.home, env });
    const window = parts.resolveWindow(backtest, moment);
    const place = placeOf(backtest, moment.runId, parts.results);
    const sweep: ScriptSweep = { backtest, script, windows: [{ window, place }], runId: moment.runId };
    const named = { ...identityOf(backtest, script, window), volatile: backtest.volatile ? moment.runId : null };
    const base = nameBase(named);
    const whole = {
      codeHash: script.codeHash,
      ...(strategy.path !== null && { codeFiles: scriptFiles(strategy.path) }),
      ...(script.lacks !== null && { lacks: script.lacks }),
      snapshotId: null,
      market: null,
      rangeTarget: SCRIPT_RANGES,
    };
    const within = async <T>(work: RangeWork, run: (place: RangePlace) => Promise<T>): Promise<T> => {
      if (script.lacks !== null) throw script.lacks;
      guard ??= startProgramGuard();
      const computed = run({ work, programs, cwd: parts.home, closing: closing.signal });
      const settled = computed.then(ignore, ignore);
      computing.add(settled);
      void settled.then(() => computing.delete(settled));
      return computed;
    };
    return {
      ...whole,
      base,
      parts: named,
      compute: (cells, work) => within(work, (own) => computeRange(sweep, cells, own)),
      periods: {
        days: window,
        measure: (asked) => ({
          ...whole,
          base: nameBase({ of: base.toString("hex"), periods: asked }),
          compute: (cells, work) => within(work, (own) => measurePeriods(sweep, asked, cells, own)),
        }),
        run: (cell, period, work) =>
          within(periodWork(work), async (own) => {
            const asked = { cell, period };
            const left = work.takesLeft ? await leftPeriod(sweep, asked, own) : null;
            return left ?? (await runPeriod(sweep, asked, own));
          }),
      },
    };
  };

  const end = async (): Promise<void> => {
    closing.abort(new Error("The worker has ended"));
    await Promise.all(computing);
  };

  return {
    kind: "script",
    prepare,
    filesOf: (backtest, runId, cell) => cellFolder(placeOf(backtest, runId, parts.results), cell),
    seriesOf: (backtest, runId, cell) =>
      readSeries(cellFolder(placeOf(backtest, runId, parts.results), cell), {
        initialCapital: backtest.settings.initialCapital,
      }),
    endProcesses: end,
    async close() {
      await end();
      programs.close();
      guard?.close();
    },
  };
}

function placeOf({ strategy, grid }: ScriptBacktest, runId: string, results: string): ResultsPlace {
  const isGrid = grid.axes.length > 0 || grid.add.length > 0;
  return resultsPlace(results, { runId, folder: strategy.folder, isGrid });
}

function ignore(): void {}

function identityOf({ strategy, settings }: ScriptBacktest, { codeHash }: OpenScript, window: ScriptWindow) {
  const { outputs, calendar } = strategy;
  return { script: codeHash, outputsVersion: OUTPUTS_VERSION, outputs, calendar, settings, window };
}
