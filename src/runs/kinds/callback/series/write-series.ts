import { access } from "node:fs/promises";
import path from "node:path";
import { SERIES_KINDS, SERIES_SCHEMA_VERSION, type SeriesKind } from "../../../../core/spec/series-spec.ts";
import type { SeriesOptions } from "../../../../callbacks/callback-context.ts";
import type { Logger } from "../../../../core/log.ts";
import { ENGINE_VERSION } from "../../../../engine/backtest.ts";
import type { DagSpec } from "../../../../factory/dag-spec.ts";
import type { ClaimedTask } from "../../../../store/moves/attempt-moves.ts";
import type { DatasetVersionId } from "../../../../store/datasets/dataset-versions.ts";
import { listArtifacts } from "../../../../store/artifacts.ts";
import { type ArtifactPlace, artifactPlace, openArtifact } from "../artifact-writer.ts";
import type { SweepView } from "../../../query/cell-view.ts";
import type { WorkDeps } from "../../../work-deps.ts";
import { AppError } from "../../../../core/errors/app-error.ts";
import { createSeriesFiles, type SeriesFiles } from "./series-files.ts";
import { type CellInFull, SERIES_ROWS, type SeriesRows } from "./series-rows.ts";
import { seriesSource, type SeriesSource } from "./series-cells.ts";
import { seriesSummary, type SummarisedCell } from "./series-summary.ts";

export interface SeriesRun {
  readonly task: ClaimedTask;
  readonly spec: DagSpec;
  readonly sweeps: readonly SweepView[];
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Writes the series of a run, one file per kind, and at last `summary.json`. Cells are computed one after the other and
 * written as they come. The same run gives the same bytes, whenever it is done again.
 *
 * @returns absolute paths
 */
export async function writeSeries(run: SeriesRun, options: SeriesOptions, deps: WorkDeps): Promise<readonly string[]> {
  const { signal } = run;
  const place = artifactPlace(run.task, { deps, signal });
  const nameOf = await freeNames(place, run.task);
  const sources = await openSources(run, options, deps);
  const facts = factsOf(run, sources);
  const symbols = sources.flatMap((source) => source.symbols);
  await using files = createSeriesFiles({
    open: (kind) => openArtifact(place, nameOf(`${kind}.parquet`)),
    tableOptions: (kind) => ({ codec: options.compression, facts: { ...facts, kind } }),
    hasPermnos: symbols.length > 0 && symbols.every((symbol) => /^[1-9]\d{0,14}$/.test(symbol)),
  });
  const first: SummarisedCell[] = [];
  for (const source of sources) {
    const cell = await addCells(source, files, run, options.kinds);
    if (cell !== null) first.push(cell);
  }
  signal.throwIfAborted();
  const written = await files.finish();
  await using summary = await openArtifact(place, nameOf("summary.json"));
  await summary.add(`${JSON.stringify(seriesSummary(first, versionIdsOf(sources)), null, 2)}\n`);
  return [...written, await summary.finish()];
}

/** Returns the first of them; null where none could be had. */
async function addCells(
  source: SeriesSource,
  files: SeriesFiles,
  { log, signal }: SeriesRun,
  kinds: SeriesOptions["kinds"],
): Promise<SummarisedCell | null> {
  const { view, snapshot } = source;
  const { name: backtest } = view.backtest;
  let first: SummarisedCell | null = null;
  let missing = 0;
  for await (const row of source.cells()) {
    signal.throwIfAborted();
    const { cell } = row;
    const full = await source.read(row);
    if (full === null) {
      missing += 1;
      continue;
    }
    first ??= { backtest, cell, params: full.params, snapshot, result: full.computed };
    for (const [kind, rows] of seriesOfCell(full, kinds)) {
      await files.add(kind, { backtest, cell }, rows);
      signal.throwIfAborted();
    }
  }
  if (missing > 0) log.warn(`${backtest}: ${missing} cells have no series: their files are not here, or do not say`);
  return first;
}

function* seriesOfCell(cell: CellInFull, kinds: SeriesOptions["kinds"]): Generator<readonly [SeriesKind, SeriesRows]> {
  for (const kind of kinds) for (const rows of SERIES_ROWS[kind](cell)) yield [kind, rows];
}

/** A script may have left a file of the same name: ours stands beside it under another one. */
async function freeNames(
  { folder, database }: ArtifactPlace,
  { runId }: ClaimedTask,
): Promise<(name: string) => string> {
  const ours = new Set((await listArtifacts(database, runId)).map(({ name }) => name));
  const names = [...SERIES_KINDS.map((kind) => `${kind}.parquet`), "summary.json"];
  const foreign = new Set<string>();
  for (const name of names) {
    const isThere = await access(path.join(folder, name)).then(
      () => true,
      () => false,
    );
    if (isThere && !ours.has(name)) foreign.add(name);
  }
  return (name) => (foreign.has(name) ? `series-${name}` : name);
}

/** Backtests whose bars nobody here knows have none. */
async function openSources(
  { sweeps, log }: SeriesRun,
  { best }: SeriesOptions,
  deps: WorkDeps,
): Promise<readonly SeriesSource[]> {
  const sources: SeriesSource[] = [];
  for (const view of sweeps) {
    if (view.cells.succeeded + view.cells.cached === 0) continue;
    try {
      sources.push(seriesSource(await deps.sweeps.open(view.taskId), view, best, deps));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "BARS_NOT_KNOWN") throw error;
      log.warn(`${view.backtest.name} has no series: ${error.message}`);
    }
  }
  return sources;
}

/** What a file says of itself, so that it can be told where it comes from without the database. */
function factsOf({ task, spec }: SeriesRun, sources: readonly SeriesSource[]): Readonly<Record<string, string>> {
  const snapshots = Object.fromEntries(sources.map(({ view, snapshot }) => [view.backtest.name, snapshot]));
  const [first] = sources;
  return {
    run_id: task.runId,
    dag: spec.id,
    logical_date: task.logicalDate.toISOString(),
    ...(first?.snapshot ? { snapshot_id: first.snapshot } : {}),
    snapshot_ids: JSON.stringify(snapshots),
    dataset_version_ids: JSON.stringify(versionIdsOf(sources)),
    engine_version: String(ENGINE_VERSION),
    schema_version: String(SERIES_SCHEMA_VERSION),
  };
}

/** Each once, in the order of the backtests. */
function versionIdsOf(sources: readonly SeriesSource[]): readonly DatasetVersionId[] {
  return [...new Set(sources.flatMap(({ versionId }) => versionId ?? []))];
}
