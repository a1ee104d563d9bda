import { lastCellMs } from "../../store/actions/cell-costs.ts";
import type { ExtendedCells } from "../../store/moves/cell-moves.ts";
import { countSlots } from "../../store/workers.ts";
import { batchesOf } from "../../store/sweep/batches.ts";
import type { Note } from "../../core/notes/note.ts";
import { backtestNotes } from "../query/run-notes.ts";
import type { RunDeps } from "../run-deps.ts";
import { nightBefore, nightOf } from "../sweep/standings.ts";
import { cellsOf, unseen } from "../sweep/cached-cells.ts";
import type { OpenData } from "../market/open-data.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { FETCHING_CALLBACK } from "../../core/spec/callback-spec.ts";
import { type BacktestSpec, type DagSpec, callbacksBeforeData, isEngineSpec } from "../../factory/dag-spec.ts";
import type { Sweep } from "../sweep/open-sweep.ts";
import type { VersionChanges } from "../../core/versions/version-changes.ts";
import { type DatasetVersionRow, readVersions } from "../../store/datasets/dataset-versions.ts";
import { type HistoriesPreview, previewHistories } from "../study/preview-histories.ts";
import type { PlannedRead } from "../versions/planned-read.ts";
import { planRun, type RunPlan, type StartRequest } from "./run-plan.ts";

/** What a run would do. */
export interface RunPreview {
  readonly plan: RunPlan;
  /** In the order of the DAG. */
  readonly backtests: readonly BacktestPreview[];
  /** That are up now. */
  readonly slots: number;
}

export interface BacktestPreview {
  readonly name: string;
  readonly cells: number;
  /** Cells whose result is there already. */
  readonly cached: number;
  /** How many of the others are gone on with, and from how many bars; null for none. */
  readonly extended: ExtendedCells | null;
  /** How long the others take on the slots that are up now, as far as the last run tells; null when none has computed any. */
  readonly estimateMs: number | null;
  readonly backtest: BacktestSpec;
  /** Null when it has data of its own. */
  readonly market: OpenData | null;
  /** Which version of its data it reads; null where they have none. */
  readonly version: PreviewedVersion | null;
  /** Studies of its best cell. */
  readonly histories: HistoriesPreview;
  /** What a careful reader would want to be warned of. */
  readonly notes: readonly Note[];
}

/** Plans a run without starting it: reads data, code and the cache, writes nothing. @throws as `startRun` */
export async function previewRun(request: StartRequest, deps: RunDeps): Promise<RunPreview> {
  const plan = await planRun(request, deps).catch((error: unknown) => {
    throw callbacksBeforeData(request.dag.spec) > 0 ? fetchedByRun(error) : error;
  });
  const slots = await countSlots(deps.database);
  const backtests: BacktestPreview[] = [];
  const known = await readVersions(
    deps.database,
    plan.reads.flatMap((read) => (read.kind === "known" ? [read.id] : [])),
  );
  for (const [index, sweep] of plan.sweeps.entries()) {
    const { backtest, grid } = sweep;
    const { market } = sweep.prepared;
    const at = { logicalDate: request.logicalDate, data: deps.data };
    const { lacks } = sweep.prepared;
    const ofBars = market !== null && isEngineSpec(backtest) ? backtestNotes(backtest, market, at) : [];
    const notes =
      lacks === undefined
        ? ofBars
        : [...ofBars, { kind: "program_missing" as const, text: lacks.message.replace(/\.$/, "") }];
    // Which cells a search comes to is not known before.
    const cached = backtest.search === undefined ? await countCached(sweep, deps) : 0;
    const extended =
      cached === grid.count ? null : await extendedCells(sweep, { cached, spec: request.dag.spec }, deps);
    const cellMs = await lastCellMs(deps.database, plan.run.dagId, backtest.name);
    const estimateMs =
      cellMs === null || backtest.search !== undefined ? null : ((grid.count - cached) * cellMs) / slots;
    backtests.push({
      name: backtest.name,
      cells: grid.count,
      cached,
      extended,
      estimateMs,
      backtest,
      market,
      version: versionOf(plan.reads[index], known),
      histories: await previewHistories(backtest, plan.run.dagId, deps.database),
      notes,
    });
  }
  return { plan, backtests, slots };
}

/** Null for one that is recorded with the run: nobody had read these data before. */
export interface PreviewedVersion {
  readonly dataset: string;
  readonly version: number | null;
  readonly knownAt: Date | null;
  /** What it changes of the version before it; null where it is known, where it is the first, and where that cannot be told. */
  readonly changes: VersionChanges | null;
}

function versionOf(read: PlannedRead | undefined, known: readonly DatasetVersionRow[]): PreviewedVersion | null {
  switch (read?.kind) {
    case undefined:
    case "own":
    case "unversioned":
      return null;
    case "known": {
      const row = known.find(({ id }) => id === read.id);
      return row === undefined ? null : { ...row, changes: null };
    }
    case "new": {
      const { stream, proposal } = read.found;
      const changes = proposal.parentId === null ? null : proposal.changes;
      return { dataset: stream.dataset, version: null, knownAt: null, changes };
    }
  }
}

/** Data that there are not yet, and that a run of it fetches before it is planned. */
function fetchedByRun(error: unknown): unknown {
  if (!(error instanceof AppError) || (error.code !== "DATA_NOT_FETCHED" && error.code !== "DATA_RANGE_EMPTY")) {
    return error;
  }
  const { code, message, hint = "", details } = error;
  const now = `A run fetches them first (${FETCHING_CALLBACK}) and is planned then; \`nightgrid run\` starts one. ${hint}`;
  return new AppError(code, message, { hint: now.trim(), details, cause: error });
}

/** Those of last night, but for results that are there already; who stands where is seen when a range is computed. */
async function extendedCells(
  sweep: Sweep,
  { cached, spec }: { readonly cached: number; readonly spec: DagSpec },
  deps: RunDeps,
): Promise<ExtendedCells | null> {
  const tonight = nightOf(sweep, spec);
  const before = tonight === null ? null : await nightBefore(deps.database, sweep, tonight);
  if (before === null) return null;
  return { cells: Math.min(before.cells, sweep.grid.count - cached), from: before.bars };
}

async function countCached(sweep: Sweep, deps: RunDeps): Promise<number> {
  const seen = new Uint8Array(sweep.grid.count);
  let count = 0;
  for await (const batch of batchesOf(deps.database, sweep.prepared.base))
    count += unseen(cellsOf(batch, sweep), seen).cells.length;
  return count;
}
