import { constants } from "node:fs";
import { chmod, lstat, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { messageOf } from "../../core/errors/app-error.ts";
import type { Params } from "../../core/params/param-spec.ts";
import { type Document, isMap, lackIn } from "../../core/values/document-shape.ts";
import type { ProgramEnd } from "../../sandbox/program/program-end.ts";
import type { OutputsReport } from "../outputs/outputs-report.ts";
import { removeFolder } from "./cell-folder.ts";

/** Written last into the folder of a cell: what ran, how it ended, and what was found in its files. */
export const RECORD_FILE = "nightgrid.json";

export interface CellRecord {
  readonly run_id: string;
  readonly cell: number;
  readonly params: Params;
  readonly argv: readonly string[];
  readonly code_hash: string;
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly duration_ms: number;
  readonly cpu_ms: number | null;
  readonly peak_memory_bytes: number | null;
  /** Null when it ended well. */
  readonly error: string | null;
  /** Null when its files were not looked at. */
  readonly validation: OutputsReport | null;
  /** What it wrote, by name; files in folders of its own are not listed. */
  readonly files: readonly string[];
}

export function usageRecord(
  end: ProgramEnd,
): Pick<CellRecord, "exit_code" | "signal" | "duration_ms" | "cpu_ms" | "peak_memory_bytes"> {
  return {
    exit_code: end.exitCode,
    signal: end.signal,
    duration_ms: Math.round(end.durationMs),
    cpu_ms: end.cpuMs,
    peak_memory_bytes: end.peakBytes,
  };
}

/** On the disk when it resolves. */
export async function writeRecord(folder: string, record: CellRecord): Promise<void> {
  const file = path.join(folder, RECORD_FILE);
  const write = () => writeFile(file, `${JSON.stringify(record, null, 2)}\n`, { flag: "wx", flush: true });
  await write().catch(async (error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    // The program has left something of that name, be it a pipe or a link.
    await removeFolder(file);
    await write();
  });
}

/** What was written into the folder of a cell; null where nothing was, or something else. */
export async function readRecord(folder: string): Promise<CellRecord | null> {
  const record = await readRecordFile(folder);
  return record !== null && lackIn(record, RECORD) === null ? (record as unknown as CellRecord) : null;
}

const RECORD = {
  run_id: "string",
  params: "map",
  exit_code: "number or null",
  error: "string or null",
  validation: "map or null",
} as const;

async function readRecordFile(folder: string): Promise<Document | null> {
  try {
    const record: unknown = JSON.parse(await readFile(path.join(folder, RECORD_FILE), "utf8"));
    return isMap(record) ? record : null;
  } catch {
    return null;
  }
}

/** The names that an earlier try has left in a folder; none where there was none. */
export async function recordedFiles(folder: string): Promise<readonly string[]> {
  const files = (await readRecordFile(folder))?.["files"];
  // A name, and not a way out of the folder.
  return Array.isArray(files)
    ? files.filter((name) => typeof name === "string" && path.basename(name) === name && !/^\.{0,2}$/.test(name))
    : [];
}

/** More files than this are somebody's mistake. */
const MOST_FILES = 10_000;

export interface CellFiles {
  /** Names in the folder itself, a few of them where there are too many. */
  readonly names: readonly string[];
  /** Why it is no result; null where it is. */
  readonly problem: string | null;
}

/** What a program has left in its folder; there is one again when it has removed it, and it can be written to. */
export async function listCellFiles(folder: string): Promise<CellFiles> {
  const stats = await lstat(folder).catch(() => null);
  if (stats?.isDirectory() !== true) {
    await removeFolder(folder);
    await mkdir(folder, { recursive: true });
    return { names: [], problem: "The script removed its output folder, or put something else in its place." };
  }
  if ((stats.mode & constants.S_IRWXU) !== constants.S_IRWXU) await chmod(folder, stats.mode | constants.S_IRWXU);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.map(({ name }) => name);
  const isFlat = entries.every((entry) => !entry.isDirectory());
  const problem = isFlat ? manyFiles(names.length) : await filesProblem(folder);
  return { names: names.sort().slice(0, MOST_FILES), problem };
}

/** Of folders in it too, some of which may not be open to anybody. */
async function filesProblem(folder: string): Promise<string | null> {
  try {
    return manyFiles((await readdir(folder, { recursive: true })).length);
  } catch (error) {
    return `A folder that the script made cannot be read: ${messageOf(error)}`;
  }
}

function manyFiles(count: number): string | null {
  return count > MOST_FILES
    ? `The script wrote ${count.toLocaleString("en-US")} files; a result has at most ${MOST_FILES.toLocaleString("en-US")}.`
    : null;
}
