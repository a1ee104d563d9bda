import { AppError } from "../../core/errors/app-error.ts";
import { snapshotId } from "../../core/names/ids.ts";
import type { ParamValue } from "../../core/params/param-spec.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import { isMap } from "../../core/values/document-shape.ts";
import { ENGINE_VERSION } from "../../engine/backtest.ts";
import type { CellColumns, RangeWork, SweepMoment } from "../../executors/executor.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import { changedInputs } from "../inputs/changed-inputs.ts";
import type { RunDeps } from "../run-deps.ts";
import { openSweep, type Sweep } from "../sweep/open-sweep.ts";
import { type BundledBacktest, type BundledRun, invalidBundle } from "./bundle-manifest.ts";
import { rangesToReplay } from "./replay-ranges.ts";
import { searchAgain } from "./replay-search.ts";
import { type RecordedCell, recordedCells } from "./recorded-cells.ts";

/** What computing a backtest of a bundle again has come to. */
export interface ReplayedBacktest {
  readonly backtest: string;
  /** Cells that were compared. */
  readonly cells: number;
  /** Null when all came out the same, bit for bit. */
  readonly difference: ReplayDifference | null;
  /** Why it was not computed; null when it was. */
  readonly refused: string | null;
}

/** The first difference, in the order of cells and then of metrics. */
export interface ReplayDifference {
  readonly cell: number;
  readonly params: Readonly<Record<string, unknown>>;
  /** Id of a metric; `state` where one has a result and the other none; `params.<name>` where the cell is another one. */
  readonly metric: string;
  readonly recorded: number | string | null;
  readonly replayed: number | string | null;
}

export interface ReplayRequest {
  readonly run: BundledRun;
  readonly bundled: BundledBacktest;
  /** With its strategy where the code of the bundle lies. */
  readonly backtest: BacktestSpec;
  /** Absolute path of its cells. */
  readonly cells: string;
}

export interface ReplayDeps {
  readonly executors: RunDeps["executors"];
  readonly signal: AbortSignal;
  /** Hears of cells that were compared. */
  readonly tell: (done: number, total: number) => void;
}

/**
 * Computes the cells of a bundled backtest again and compares their metrics with those of its run.
 *
 * @throws AppError BUNDLE_VERSION where this engine is another one; BUNDLE_INVALID where the parts are not what made the run
 * @throws AppError of the strategy or of what it lacks here
 */
export async function replayBacktest(request: ReplayRequest, deps: ReplayDeps): Promise<ReplayedBacktest> {
  const { bundled, backtest, cells } = request;
  const { name } = backtest;
  if (bundled.no_replay !== null) return { backtest: name, cells: 0, difference: null, refused: bundled.no_replay };
  const opened = await openReplay(request, deps);
  const sweep = await searched(opened, request, deps);
  const { total } = bundled.cells;
  let compared = 0;
  for await (const range of rangesToReplay(recordedCells(cells, paramsOf(sweep)), sweep.prepared.rangeTarget)) {
    const columns = await Promise.all(range.map((some) => compute(sweep, some, deps.signal)));
    for (const [index, some] of range.entries()) {
      const found = columns[index];
      const difference = found === undefined ? null : firstDifference(sweep, some, found);
      if (difference !== null) return { backtest: name, cells: compared + some.length, difference, refused: null };
      compared += some.length;
      deps.tell(compared, total);
    }
  }
  return { backtest: name, cells: compared, difference: null, refused: null };
}

/** With the cells that its search leads to, where it has one. @throws AppError BUNDLE_INVALID */
async function searched(sweep: Sweep, { bundled, backtest }: ReplayRequest, deps: ReplayDeps): Promise<Sweep> {
  const { search } = backtest;
  if (search === undefined) return sweep;
  if (bundled.rounds === undefined) throw invalidBundle("it does not say which rounds its search had");
  const about = { backtest: { ...backtest, search }, rounds: bundled.rounds };
  return searchAgain(sweep, about, (of, params, first) => computeAll(of, { params, first }, deps.signal));
}

function paramsOf({ grid }: Sweep): number {
  return Object.keys(grid.cellAt(0)).length;
}

async function openReplay({ run, bundled, backtest }: ReplayRequest, deps: ReplayDeps): Promise<Sweep> {
  const moment: SweepMoment = {
    logicalDate: new Date(run.logical_date),
    runId: run.id,
    dataThrough: run.data_through,
    snapshotId: bundled.snapshot === null ? null : snapshotId(bundled.snapshot),
  };
  const sweep = await openSweep(backtest, moment, deps);
  const { prepared } = sweep;
  if (prepared.lacks !== undefined) throw prepared.lacks;
  if (prepared.base.toString("hex") === bundled.base) return sweep;
  const changed = changesOf(bundled, prepared.parts ?? {});
  throw new AppError("BUNDLE_INVALID", `${backtest.name} of the bundle is not what its run was made of: ${changed}`, {
    hint:
      bundled.parts["code"] === prepared.codeHash
        ? "Get it again from whoever made it."
        : "The code was changed, or it is Python and the version of Python or of numpy here is another one.",
  });
}

function changesOf({ parts }: BundledBacktest, now: Readonly<Record<string, unknown>>): string {
  const plain: unknown = JSON.parse(canonicalJson(now));
  const changes = changedInputs({ parts }, { parts: isMap(plain) ? plain : {} });
  const texts = changes
    .slice(0, 3)
    .map(({ path, before, after }) => `${path} was ${shown(before)} and is ${shown(after)}`);
  return texts.join("; ") || "its data or its parameters are others";
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** @throws AppError BUNDLE_VERSION */
export function refuseOtherEngine({
  engine,
  nightgrid,
}: {
  readonly engine: number;
  readonly nightgrid: string;
}): void {
  if (engine === ENGINE_VERSION) return;
  const text = `The bundle was computed by the engine ${engine} (Nightgrid ${nightgrid}); this is ${ENGINE_VERSION}`;
  throw new AppError("BUNDLE_VERSION", text, { hint: `Use that version: npx nightgrid@${nightgrid} replay …` });
}

/** All of a range, however many of it are computed in one go. */
async function compute(sweep: Sweep, cells: readonly RecordedCell[], signal: AbortSignal): Promise<CellColumns> {
  const { grid, prepared } = sweep;
  const last = cells.at(-1)?.cell ?? 0;
  if (last >= grid.count) {
    throw new AppError("BUNDLE_INVALID", `The bundle has a cell ${last}, and its grid ${grid.count} cells`, {
      hint: "Get it again from whoever made it.",
    });
  }
  const params = cells.map(({ cell }) => canonicalJson(grid.cellAt(cell)));
  const numbers = cells.map(({ cell }) => cell);
  return prepared.compute({ params, numbers }, workOf(signal));
}

/** Range by range, however many of it are computed in one go. */
function computeAll(
  { prepared }: Sweep,
  { params, first }: { readonly params: readonly string[]; readonly first: number },
  signal: AbortSignal,
): Promise<CellColumns> {
  return prepared.compute({ params, numbers: params.map((_, at) => first + at) }, workOf(signal));
}

function workOf(signal: AbortSignal): RangeWork {
  return {
    signal,
    onLine: ignore,
    keepExternalId: () => Promise.resolve(),
    isHeld: () => Promise.resolve(true),
    tellProgress: ignore,
  };
}

function ignore(): void {}

/** CSV has an apostrophe before what would be a formula. */
function isOther(recorded: string | undefined, value: ParamValue): boolean {
  return recorded !== undefined && recorded !== String(value) && recorded !== `'${value}`;
}

function firstDifference(
  { grid }: Sweep,
  cells: readonly RecordedCell[],
  { metrics: columns, failures }: CellColumns,
): ReplayDifference | null {
  const failed = new Map(failures.map(({ index, message }) => [index, message]));
  for (const [index, { cell, hasFailed, metrics, params }] of cells.entries()) {
    const at = { cell, params: grid.cellAt(cell) };
    const other = Object.entries(at.params).find(([name, value]) => isOther(params.get(name), value));
    if (other !== undefined) {
      const [name, value] = other;
      return { ...at, metric: `params.${name}`, recorded: params.get(name) ?? null, replayed: String(value) };
    }
    if (hasFailed !== failed.has(index)) {
      const replayed = failed.has(index) ? `failed: ${failed.get(index) ?? ""}` : "succeeded";
      return { ...at, metric: "state", recorded: hasFailed ? "failed" : "succeeded", replayed };
    }
    if (hasFailed) continue;
    for (const [metric, recorded] of metrics) {
      const value = columns.get(metric)?.values[index] ?? Number.NaN;
      const replayed = Number.isNaN(value) ? null : value;
      // CSV knows no zero below zero.
      if (recorded !== replayed) return { ...at, metric, recorded, replayed };
    }
  }
  return null;
}
