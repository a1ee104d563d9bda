import type { CodeFile } from "../../core/values/code-file.ts";
import type { NewResultInputs } from "../../store/inputs/result-inputs.ts";
import type { Sweep } from "../sweep/open-sweep.ts";

/** Of all files of a strategy together, in bytes; past it, its files are not kept. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_FILES = 1000;

/** What the results of a sweep are made of, to be kept with its task; null where its executor does not tell. */
export async function sweepInputs({ prepared }: Sweep): Promise<NewResultInputs | null> {
  const { base, parts, codeFiles } = prepared;
  if (parts === undefined) return null;
  return { base, parts, files: codeFiles === undefined ? [] : await keptFiles(codeFiles) };
}

/** A run is not held up for what is kept of it. */
async function keptFiles(read: () => Promise<readonly CodeFile[]>): Promise<readonly CodeFile[] | null> {
  const files = await read().catch(() => null);
  if (files === null || files.length > MOST_FILES) return null;
  return files.reduce((bytes, { text }) => bytes + Buffer.byteLength(text), 0) > MOST_BYTES ? null : files;
}
