import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Params } from "../../core/params/param-spec.ts";
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
  await writeFile(path.join(folder, RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`, { flush: true });
}

/** The names that an earlier try has left in a folder; none where there was none. */
export async function recordedFiles(folder: string): Promise<readonly string[]> {
  try {
    const record: unknown = JSON.parse(await readFile(path.join(folder, RECORD_FILE), "utf8"));
    const files = typeof record === "object" && record !== null && "files" in record ? record.files : [];
    // A name, and not a way out of the folder.
    return Array.isArray(files)
      ? files.filter((name) => typeof name === "string" && path.basename(name) === name && !/^\.{0,2}$/.test(name))
      : [];
  } catch {
    return [];
  }
}

/** More files than this are somebody's mistake. */
const MOST_FILES = 10_000;

export interface CellFiles {
  /** Names in the folder itself, a few of them where there are too many. */
  readonly names: readonly string[];
  /** That there are more than anybody will look at, folders in it included; null when there are not. */
  readonly problem: string | null;
}

/** What a program has left in its folder. */
export async function listCellFiles(folder: string): Promise<CellFiles> {
  const entries = await readdir(folder, { withFileTypes: true });
  const isFlat = entries.every((entry) => !entry.isDirectory());
  const count = isFlat ? entries.length : (await readdir(folder, { recursive: true })).length;
  return {
    names: entries
      .map(({ name }) => name)
      .sort()
      .slice(0, MOST_FILES),
    problem:
      count > MOST_FILES
        ? `The script wrote ${count.toLocaleString("en-US")} files; a result has at most ${MOST_FILES.toLocaleString("en-US")}.`
        : null,
  };
}
