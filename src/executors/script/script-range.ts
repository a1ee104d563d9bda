import type { CalendarName } from "../../calendar/calendar-names.ts";
import { SWEEP_BLOCKS } from "../../core/numbers/block-starts.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { WindowSpec } from "../../core/spec/data-spec.ts";
import type { ScriptRef } from "../../core/spec/script-spec.ts";
import type { ProgramRunner } from "../../sandbox/program/program-runner.ts";
import type { CellColumns, CellRange, RangeWork } from "../executor.ts";
import type { ProgramEnd } from "../../sandbox/program/program-end.ts";
import type { ProgramWatch } from "../../sandbox/program/run-program.ts";
import { readOutputs } from "../outputs/read-outputs.ts";
import { cellFolder, removeAbandoned, removeFolder, type ResultsPlace } from "./cell-folder.ts";
import type { EndFailure } from "./end-failure.ts";
import type { OpenScript } from "./open-script.ts";
import { outcomeColumns } from "./outcome-columns.ts";
import {
  beginCell,
  type BegunCell,
  type CellDeps,
  type CellOutcome,
  type JudgedCell,
  judgeCell,
  publishCell,
  runCell,
  type ScriptCell,
} from "./run-cell.ts";

const LONGEST_MS = 3_600_000;

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

export interface ScriptWindow {
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/** Days that a cell is run over, and where its files are to be then. */
export interface PlacedWindow {
  readonly window: ScriptWindow;
  readonly place: ResultsPlace;
}

/** A backtest of a script with all that is known before its cells. */
export interface ScriptSweep {
  readonly backtest: ScriptBacktest;
  readonly script: OpenScript;
  /** Each cell is a program for each of them, in this order; one at least. */
  readonly windows: readonly PlacedWindow[];
  readonly runId: string;
}

export interface RangePlace {
  readonly work: RangeWork;
  readonly programs: ProgramRunner;
  readonly cwd: string;
  /** Fires when the worker ends. */
  readonly closing: AbortSignal;
}

/** The columns of cells that are run over one window. @throws as `runRange` */
export async function computeRange(sweep: ScriptSweep, cells: CellRange, place: RangePlace): Promise<CellColumns> {
  return outcomeColumns(await runRange(sweep, cells, place), SWEEP_BLOCKS);
}

/**
 * Runs cells one after the other, each in a folder that takes its place when all have ended. While a program runs, the folder of
 * the next one is made, and the files of the one before are looked at. Nothing is left of any cell when `signal` fires, or when
 * somebody else has taken the range over.
 *
 * @returns of each cell, one for each of its windows; of the first cells alone where the worker is to end soon
 * @throws the reason of `signal`; Error when the range was taken over, or the disk cannot be written
 */
export async function runRange(
  sweep: ScriptSweep,
  cells: CellRange,
  place: RangePlace,
): Promise<readonly CellOutcome[]> {
  const range = new RunningRange(sweep, cells, place);
  try {
    const outcomes = await range.run();
    if (!(await place.work.isHeld())) throw new Error("The cells were taken over by another worker");
    await range.publish();
    for (const [at, { outputs }] of outcomes.entries()) {
      const index = Math.floor(at / sweep.windows.length);
      for (const text of outputs?.report.warnings ?? []) place.work.onLine({ index, level: "warn", text });
    }
    return outcomes;
  } finally {
    await range.removeRest();
  }
}

class RunningRange {
  /** A program each: the windows of the first cell, those of the second, … */
  readonly #cells: readonly ScriptCell[];
  readonly #windows: number;
  readonly #place: RangePlace;
  readonly #deps: CellDeps;
  readonly #judged: JudgedCell[] = [];
  /** With a folder that is no result yet. */
  readonly #begun = new Set<BegunCell>();
  readonly #broken = new AbortController();
  readonly #signal: AbortSignal;

  constructor(sweep: ScriptSweep, cells: CellRange, place: RangePlace) {
    this.#windows = sweep.windows.length;
    this.#cells = cells.numbers.flatMap((number, index) =>
      sweep.windows.map((window) => scriptCell(sweep.runId, window, number, cells.params[index] ?? "{}")),
    );
    this.#place = place;
    this.#deps = cellDeps(sweep, place);
    this.#signal = AbortSignal.any([place.work.signal, place.closing, this.#broken.signal]);
  }

  /** Those that were run: fewer than all where the worker is to end soon. */
  async run(): Promise<readonly CellOutcome[]> {
    await removeAbandoned(this.#cells.map(({ folder }) => folder));
    let beginning = this.#begin(0);
    let judging = Promise.resolve();
    try {
      for (const [index] of this.#cells.entries()) {
        const begun = await beginning;
        if (begun === null) break;
        beginning = this.#begin(index + 1);
        const end = await runCell(begun, this.#deps, this.#watchOf(index));
        await judging;
        judging = this.#judge(begun, end);
        const isCellOver = (index + 1) % this.#windows === 0;
        if (isCellOver && this.#place.work.until?.aborted === true) break;
      }
    } finally {
      await Promise.all([beginning, judging]);
    }
    this.#signal.throwIfAborted();
    return this.#judged.map(({ outcome }) => outcome);
  }

  async publish(): Promise<void> {
    await Promise.all(this.#judged.map(publishCell));
    for (const { begun } of this.#judged) this.#begun.delete(begun);
  }

  async removeRest(): Promise<void> {
    await Promise.all([...this.#begun].map(({ folder }) => removeFolder(folder)));
  }

  /** Null after the last one, and when it cannot be: then the range is broken. */
  async #begin(index: number): Promise<BegunCell | null> {
    const cell = this.#cells[index];
    if (cell === undefined) return null;
    try {
      const begun = await beginCell(cell, this.#deps);
      this.#begun.add(begun);
      return begun;
    } catch (error) {
      this.#broken.abort(error);
      return null;
    }
  }

  async #judge(begun: BegunCell, end: ProgramEnd | EndFailure): Promise<void> {
    try {
      this.#judged.push(await judgeCell(begun, end, this.#deps, this.#signal));
    } catch (error) {
      this.#broken.abort(error);
    }
  }

  #watchOf(index: number): ProgramWatch {
    const { work, closing } = this.#place;
    return {
      signal: this.#signal,
      force: closing,
      onProgress: (fraction) => work.tellProgress((index + fraction) / this.#cells.length),
    };
  }
}

function scriptCell(runId: string, { place, window }: PlacedWindow, cell: number, paramsJson: string): ScriptCell {
  const params = JSON.parse(paramsJson) as Params;
  const { startDate, endDate } = window;
  return {
    runId,
    cell,
    params,
    paramsJson,
    startDate,
    endDate,
    folder: cellFolder(place, cell),
    isOwnFolder: place.isGrid,
  };
}

export function cellDeps({ backtest, script }: ScriptSweep, { programs, cwd }: RangePlace): CellDeps {
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
    readOutputs: (folder, names, signal) =>
      readOutputs(folder, outputs, {
        initialCapital,
        riskFreeRate,
        // The factory has checked that there is such a market.
        calendar: strategy.calendar as CalendarName | null,
        blocks: SWEEP_BLOCKS,
        ...(barsPerYear !== null && { barsPerYear }),
        names,
        signal,
      }),
  };
}
