import type { CalendarName } from "../../calendar/calendar-names.ts";
import type { WindowSpec } from "../../core/spec/data-spec.ts";
import type { ScriptRef } from "../../core/spec/script-spec.ts";
import { SWEEP_BLOCKS } from "../../core/numbers/block-starts.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { RangeTarget } from "../../core/values/range-target.ts";
import type { CellColumns, CellRange, Executor, PreparedSweep, RangeWork, SweepMoment } from "../executor.ts";
import { nameBase } from "../name-base.ts";
import { readOutputs } from "../outputs/read-outputs.ts";
import { readSeries } from "../outputs/read-series.ts";
import { cellFolder, resultsPlace, type ResultsPlace } from "./cell-folder.ts";
import { type OpenScript, openScript } from "./open-script.ts";
import { outcomeColumns } from "./outcome-columns.ts";
import { type ProgramGuard, startProgramGuard } from "../../sandbox/program/program-guard.ts";
import { createProgramRunner, type ProgramRunner } from "../../sandbox/program/program-runner.ts";
import { endOrphanedPrograms } from "../../sandbox/program/program-mark.ts";
import { type CellDeps, type CellOutcome, runScriptCell } from "./run-cell.ts";
import { scriptEnv } from "./script-env.ts";

/** A backtest as far as scripts need it (structurally the DAG's `BacktestSpec`). */
export interface ScriptBacktest {
  readonly strategy: ScriptRef;
  readonly window: WindowSpec;
  readonly params: Params;
  readonly grid: { readonly axes: readonly unknown[]; readonly add: readonly unknown[] };
  readonly settings: {
    readonly initialCapital: number;
    readonly riskFreeRate?: number;
    readonly barsPerYear: number | null;
  };
  readonly volatile: boolean;
  readonly cellTimeoutMs?: number;
}

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

export interface ScriptWindow {
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/** One cell of a long script is a range; many short ones go together, up to a second of work. */
export const SCRIPT_RANGES: RangeTarget = { ms: 1000, firstCells: 1, maxCells: 200 };
const LONGEST_MS = 3_600_000;
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
    const sweep = { backtest, script, window, place, runId: moment.runId };
    return {
      base: nameBase({ ...identityOf(backtest, script, window), volatile: backtest.volatile ? moment.runId : null }),
      codeHash: script.codeHash,
      ...(script.lacks !== null && { lacks: script.lacks }),
      snapshotId: null,
      market: null,
      rangeTarget: SCRIPT_RANGES,
      compute: async (cells, work) => {
        if (script.lacks !== null) throw script.lacks;
        guard ??= startProgramGuard();
        const computed = computeRange(sweep, cells, { work, programs, cwd: parts.home, closing: closing.signal });
        const settled = computed.then(ignore, ignore);
        computing.add(settled);
        void settled.then(() => computing.delete(settled));
        return computed;
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

interface ScriptSweep {
  readonly backtest: ScriptBacktest;
  readonly script: OpenScript;
  readonly window: ScriptWindow;
  readonly place: ResultsPlace;
  readonly runId: string;
}

interface RangePlace {
  readonly work: RangeWork;
  readonly programs: ProgramRunner;
  readonly cwd: string;
  /** Fires when the worker ends. */
  readonly closing: AbortSignal;
}

async function computeRange(
  sweep: ScriptSweep,
  cells: CellRange,
  { work, programs, cwd, closing }: RangePlace,
): Promise<CellColumns> {
  const { place, runId, window } = sweep;
  const deps = cellDeps(sweep, { work, programs, cwd });
  const outcomes: CellOutcome[] = [];
  for (const [index, cell] of cells.numbers.entries()) {
    const paramsJson = cells.params[index] ?? "{}";
    const params = JSON.parse(paramsJson) as Params;
    const facts = {
      runId,
      cell,
      params,
      paramsJson,
      ...window,
      folder: cellFolder(place, cell),
      isOwnFolder: place.isGrid,
    };
    const onProgress = (fraction: number): void => work.tellProgress((index + fraction) / cells.numbers.length);
    const watch = { signal: AbortSignal.any([work.signal, closing]), force: closing, onProgress };
    outcomes.push(await runScriptCell(facts, deps, watch));
    if (work.until?.aborted === true) break;
  }
  for (const [index, { outputs }] of outcomes.entries()) {
    for (const text of outputs?.report.warnings ?? []) work.onLine({ index, level: "warn", text });
  }
  return outcomeColumns(outcomes, SWEEP_BLOCKS);
}

function cellDeps({ backtest, script }: ScriptSweep, { work, programs, cwd }: Omit<RangePlace, "closing">): CellDeps {
  const { strategy, settings, cellTimeoutMs = LONGEST_MS } = backtest;
  const { resources, outputs } = strategy;
  const { memoryBytes, logBytes, graceMs, priority, isolation } = resources;
  const { initialCapital, riskFreeRate = 0, barsPerYear } = settings;
  return {
    script,
    programs,
    cwd,
    limits: { timeoutMs: cellTimeoutMs, memoryBytes, logBytes, graceMs },
    isLow: priority === "low",
    isStrict: isolation === "strict",
    isHeld: () => work.isHeld(),
    readOutputs: (folder, signal) =>
      readOutputs(folder, outputs, {
        initialCapital,
        riskFreeRate,
        // The factory has checked that there is such a market.
        calendar: strategy.calendar as CalendarName | null,
        blocks: SWEEP_BLOCKS,
        ...(barsPerYear !== null && { barsPerYear }),
        signal,
      }),
  };
}
