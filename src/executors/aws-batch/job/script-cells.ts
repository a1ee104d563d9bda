import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { AppError } from "../../../core/errors/app-error.ts";
import { sha256 } from "../../../core/values/hash.ts";
import type { CellColumns, CellLine, Executor } from "../../executor.ts";
import { scriptExecutor } from "../../script/script-executor.ts";
import type { ScriptBacktest } from "../../script/script-range.ts";
import type { Depot } from "../../../depot/depot.ts";
import type { InputCell, ScriptWork } from "../files/input-file.ts";
import { tryKey } from "../files/keys.ts";
import type { ManifestEntry } from "../files/manifest-file.ts";
import { mergeChildren } from "../jobs/merge-children.ts";
import { paramsEnv } from "../jobs/submit-job.ts";
import type { JobPlace } from "./job-place.ts";

export interface ScriptJob {
  readonly work: ScriptWork;
  readonly runId: string;
  readonly place: JobPlace;
  readonly store: Depot;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly onLine: (line: CellLine) => void;
}

/** What programs have written beyond this stays in the job, in bytes: a file is sent as a whole. */
const LARGEST_FILE = 512 * 1024 * 1024;
const LOST = { code: "EXECUTOR_FAILED", message: "The job has not come to this cell" } as const;

/**
 * Runs the program of each cell as a worker would, judges its files the same way, and puts them into the bucket.
 *
 * @throws AppError RUN_INPUT_CHANGED when the image has another program, or other inputs, than the run
 */
export async function computeScriptCells(
  cells: readonly InputCell[],
  job: ScriptJob,
): Promise<{ readonly columns: CellColumns; readonly files: readonly ManifestEntry[] }> {
  const results = await mkdtemp(path.join(os.tmpdir(), "nightgrid-cells-"));
  try {
    const outcomes = [];
    const files: ManifestEntry[] = [];
    for (const cell of cells) {
      const done = await computeCell(cell, results, job);
      outcomes.push({ numbers: [cell.number], columns: done.columns });
      files.push(...(await sendFiles(done.folder, cell.number, job)));
    }
    const numbers = cells.map(({ number }) => number);
    return { columns: mergeChildren({ numbers }, outcomes, LOST), files };
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}

async function computeCell({ number, params }: InputCell, results: string, job: ScriptJob) {
  const { work, runId, home, onLine } = job;
  const variables = paramsEnv(params);
  const names = [job.env["NIGHTGRID_USER_ENV"] ?? "", ...Object.keys(variables)].filter((name) => name !== "");
  const executor: Executor<ScriptBacktest, null> = scriptExecutor({
    home,
    results,
    env: { ...job.env, ...variables, NIGHTGRID_USER_ENV: names.join(",") },
    resolveWindow: () => work.window,
    isWorker: true,
  });
  try {
    const backtest = inProject(work.backtest, home);
    const prepared = await executor.prepare(backtest, { logicalDate: new Date(0), runId });
    if (prepared.codeHash !== work.codeHash) throw otherProgram();
    const columns = await prepared.compute(
      { params: [params], numbers: [number] },
      {
        signal: new AbortController().signal,
        onLine,
        keepExternalId: () => Promise.resolve(),
        isHeld: () => Promise.resolve(true),
        tellProgress: () => undefined,
      },
    );
    return { columns, folder: executor.filesOf?.(backtest, runId, number) ?? results };
  } finally {
    await executor.close();
  }
}

function inProject(backtest: ScriptBacktest, home: string): ScriptBacktest {
  const { strategy } = backtest;
  return strategy.path === null
    ? backtest
    : { ...backtest, strategy: { ...strategy, path: path.resolve(home, strategy.path) } };
}

function otherProgram(): AppError {
  const text = "The image has another script, other inputs or another interpreter than the run was planned with";
  return new AppError("RUN_INPUT_CHANGED", text, {
    hint: "Build the image anew from the project, with the interpreter that the workers have, and set its tag in the job definition.",
  });
}

/** Regular files alone: what a link leads to is not the cell's. None where the cell has left no folder. */
async function sendFiles(
  folder: string,
  cell: number,
  { place, store }: Pick<ScriptJob, "place" | "store">,
): Promise<readonly ManifestEntry[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sent: ManifestEntry[] = [];
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    if ((await stat(file)).size > LARGEST_FILE) continue;
    const body = await readFile(file);
    const name = path.relative(folder, file).split(path.sep).join("/");
    const key = tryKey(place.folder, place.index, place.tryId, `cell_${cell}/${name}`);
    await store.put(key, body);
    sent.push({ key, size: body.byteLength, sha256: sha256(body) });
  }
  return sent;
}
