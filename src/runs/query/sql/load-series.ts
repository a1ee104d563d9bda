import { access } from "node:fs/promises";
import { AppError } from "../../../core/errors/app-error.ts";
import { SERIES_KINDS, type SeriesKind } from "../../../core/spec/series-spec.ts";
import type { SqlTable } from "../../../files/sql/sql-table.ts";
import type { ScopedRun } from "../../../store/query/query-runs.ts";
import { listNamedArtifacts } from "../../../store/query/series-artifacts.ts";
import type { ArtifactRow } from "../../../store/artifacts.ts";
import { localArtifact } from "../../files/local-artifact.ts";
import { PERMNO, SERIES_COLUMNS } from "../../kinds/callback/series/series-columns.ts";
import type { LoadDeps } from "./load-cells.ts";

/** A table per kind of series, of its name, with the columns of its files (docs/series.md) after the run and its DAG. */
export const SERIES_TABLES = Object.fromEntries(SERIES_KINDS.map((kind) => [kind, seriesTable(kind)])) as Readonly<
  Record<SeriesKind, SqlTable>
>;

function seriesTable(kind: SeriesKind): SqlTable {
  const columns = [...SERIES_COLUMNS[kind], PERMNO].map(({ name, kind: holds }) => ({ name, kind: holds }));
  return { name: kind, columns: [{ name: "run_id", kind: "text" }, { name: "dag", kind: "text" }, ...columns] };
}

export interface LoadedSeries {
  readonly rows: number;
  /** Of which the file is gone, or lies on another host that shares no depot with this one. */
  readonly missing: number;
  /** No series of ours, or broken. */
  readonly refused: number;
}

const RUNS_AT_ONCE = 500;

export async function loadSeries(kind: SeriesKind, runs: readonly ScopedRun[], deps: LoadDeps): Promise<LoadedSeries> {
  const { database, room, signal } = deps;
  const dags = new Map(runs.map(({ id, dagId }) => [id, dagId]));
  let [rows, missing, refused] = [0, 0, 0];
  for (let from = 0; from < runs.length; from += RUNS_AT_ONCE) {
    const ids = runs.slice(from, from + RUNS_AT_ONCE).map(({ id }) => id);
    const names = [`${kind}.parquet`, `series-${kind}.parquet`];
    for (const { runId, ...artifact } of await listNamedArtifacts(database, ids, names)) {
      signal.throwIfAborted();
      const path = await fileOf(artifact, deps);
      if (path === null) {
        missing += 1;
        continue;
      }
      try {
        rows += await addSeries(path, { kind, runId, dag: dags.get(runId) ?? "" }, room);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "QUERY_INVALID") throw error;
        refused += 1;
      }
    }
  }
  return { rows, missing, refused };
}

/** @throws AppError QUERY_INVALID when it is no series of that run: a callback may have written a file of that name */
async function addSeries(
  path: string,
  { kind, runId, dag }: { readonly kind: SeriesKind; readonly runId: string; readonly dag: string },
  room: LoadDeps["room"],
): Promise<number> {
  const facts = await room.parquetFacts(path);
  if (facts.get("kind") !== kind || facts.get("run_id") !== runId) {
    throw new AppError("QUERY_INVALID", `${path} holds no ${kind} of the run ${runId}`);
  }
  return room.addParquet(SERIES_TABLES[kind], path, [runId, dag]);
}

/** Null where it is gone, or on another host that shares nothing with this one. */
async function fileOf(artifact: ArtifactRow, deps: LoadDeps): Promise<string | null> {
  try {
    const file = await localArtifact(artifact, deps);
    await access(file);
    return file;
  } catch (error) {
    if (error instanceof AppError && error.code !== "ARTIFACT_NOT_FOUND") throw error;
    return null;
  }
}
