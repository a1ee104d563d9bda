import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { logLineJson } from "../../contract/json/log-line-json.ts";
import { runJson } from "../../contract/json/run-json.ts";
import { cellsTable } from "../../contract/tables/cells-table.ts";
import type { TableFormat } from "../../contract/tables/table-formats.ts";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { localArtifact } from "../../runs/files/local-artifact.ts";
import { isSweep } from "../../runs/kinds/sweep/sweep-tasks.ts";
import { runResults } from "../../runs/query/run-results.ts";
import type { RunSummary } from "../../runs/query/run-summary.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { ArtifactRow } from "../../store/artifacts.ts";
import { logAfter } from "../../store/logs.ts";
import type { openCommandProject } from "../project/open-project.ts";

type Project = Awaited<ReturnType<typeof openCommandProject>>;

export interface ExportedFiles {
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
}

interface Wanted {
  readonly summary: RunSummary;
  readonly format: TableFormat;
  readonly signal: AbortSignal;
}

const LOG_PAGE = 1000;

/**
 * Writes a run as plain files: `run.json`, the DAG as `dag.yaml`, `cells.<format>` (of several backtests `cells-<backtest>.<format>`),
 * `log.jsonl`, and under `files/` all that the run made. The folder appears whole or not at all: it is written beside its place under
 * a temporary name.
 *
 * @param folder absolute; not there yet
 * @returns what is gone from where it was is missing, and no error
 * @throws AppError DISK_FULL, FILE_UNREADABLE when it cannot be written there
 */
export async function writeExport(folder: string, wanted: Wanted, project: Project): Promise<ExportedFiles> {
  const partial = path.join(
    path.dirname(folder),
    `.${path.basename(folder)}.${randomBytes(4).toString("hex")}.partial`,
  );
  await mkdir(path.join(partial, "files"), { recursive: true }).catch((cause: unknown) => {
    throw new AppError("FILE_UNREADABLE", `${folder} cannot be written: ${messageOf(cause)}`, { cause });
  });
  try {
    await writeTables(partial, wanted, project);
    const missing = await copyArtifacts(path.join(partial, "files"), wanted, project);
    wanted.signal.throwIfAborted();
    await rename(partial, folder);
    return { files: await filesIn(folder), missing };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function writeTables(partial: string, { summary, format, signal }: Wanted, project: Project): Promise<void> {
  const { run, spec, tasks, yaml } = summary.details;
  const place = (name: string): string => path.join(partial, name);
  await writeWhole(place("run.json"), [`${JSON.stringify(runJson(summary), null, 2)}\n`]);
  await writeWhole(place("dag.yaml"), [yaml]);
  const sweeps = tasks.filter(isSweep).flatMap(({ specIndex }) => spec.backtests[specIndex]?.name ?? []);
  for (const backtest of sweeps) {
    const results = await retryUntilConnected(
      () => runResults(project.deps, { id: run.id, spec }, { backtest, sort: "cell", isReversed: false, limit: null }),
      project.patience,
    );
    const facts = { run_id: run.id, dag: run.dagId, backtest };
    const table = cellsTable(results, format, { wanted: null, facts });
    await writeWhole(place(`cells${sweeps.length > 1 ? `-${backtest}` : ""}.${format}`), until(signal, table));
  }
  await writeWhole(place("log.jsonl"), until(signal, logLines(run.id, project)));
}

async function* logLines(runId: RunId, { deps, patience }: Project): AsyncGenerator<string> {
  for (let after = "0"; ; ) {
    const page = await retryUntilConnected(() => logAfter(deps.database, runId, { after, limit: LOG_PAGE }), patience);
    if (page.length === 0) return;
    yield page.map((line) => `${JSON.stringify(logLineJson(line))}\n`).join("");
    after = page.at(-1)?.id ?? after;
  }
}

async function* until<T>(signal: AbortSignal, pieces: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const piece of pieces) {
    signal.throwIfAborted();
    yield piece;
  }
}

async function copyArtifacts(
  folder: string,
  { summary, signal }: Wanted,
  { deps }: Project,
): Promise<ExportedFiles["missing"]> {
  const missing: { readonly name: string; readonly reason: string }[] = [];
  for (const artifact of summary.details.artifacts) {
    signal.throwIfAborted();
    const reason = await copyArtifact(artifact, folder, deps);
    if (reason !== null) missing.push({ name: artifact.name, reason });
  }
  return missing;
}

/** @returns why it is not there; null when it is */
async function copyArtifact(artifact: ArtifactRow, folder: string, deps: Project["deps"]): Promise<string | null> {
  try {
    const own = await localArtifact(artifact, deps);
    await copyFile(own, path.join(folder, artifact.name), constants.COPYFILE_FICLONE);
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === "ARTIFACT_NOT_FOUND") return error.message;
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT") return "clear the task that made it, and it is made again: nightgrid clear <run> <task>";
    if (code === "ENOSPC")
      throw new AppError("DISK_FULL", `No space left for ${folder}`, { cause: error, hint: "Free some space." });
    throw error;
  }
}

async function filesIn(folder: string): Promise<ExportedFiles["files"]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted();
  return await Promise.all(names.map(async (name) => ({ name, bytes: (await stat(path.join(folder, name))).size })));
}
