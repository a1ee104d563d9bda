import { open, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Params } from "../../core/params/param-spec.ts";
import { type Document, isMap, lackIn } from "../../core/values/document-shape.ts";
import type { ProgramEnd } from "../../sandbox/program/program-end.ts";
import type { OutputsReport } from "../outputs/outputs-report.ts";

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
  await writeFile(file, `${JSON.stringify(record, null, 2)}\n`);
  await using handle = await open(file, "r");
  await handle.sync();
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

/** Names in a folder, a few of them where there are too many. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).sort().slice(0, MOST_FILES);
}

/** More files than this are somebody's mistake. */
const MOST_FILES = 10_000;

/** That a program has written more files than anybody will look at; null when it has not. */
export async function tooManyFiles(folder: string): Promise<string | null> {
  const names = await readdir(folder, { recursive: true });
  return names.length > MOST_FILES
    ? `The script wrote ${names.length.toLocaleString("en-US")} files; a result has at most ${MOST_FILES.toLocaleString("en-US")}.`
    : null;
}
