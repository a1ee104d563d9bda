import type { Findings } from "../file/findings.ts";
import type { OpenFile } from "../file/open-output.ts";

const LF = 10;
const CR = 13;
/** Words at which programs name what they do not recover from. */
const CRITICAL = [
  "Traceback (most recent call last)",
  "CRITICAL",
  "FATAL",
  "Fatal error",
  "MemoryError",
  "Segmentation fault",
  "Execution halted",
  "panic:",
] as const;
const LONGEST_WORD = Math.max(...CRITICAL.map(({ length }) => length));
const LONGEST_SHOWN = 160;

/** That execution.log has something in it, and nothing that says that the program has failed. */
export async function checkLog(file: OpenFile, findings: Findings, signal?: AbortSignal): Promise<void> {
  if (file.size === 0) return findings.fault("is empty: the script has printed nothing");
  let line = 1;
  let tail = Buffer.alloc(0);
  for await (const chunk of file.chunks(signal)) {
    // A word may lie across two chunks; one that ends in the tail has been told of.
    const bytes = Buffer.concat([tail, chunk]);
    for (const word of CRITICAL) tellOfWord(word, bytes, { line, known: tail.length, findings });
    const kept = Math.max(0, bytes.length - LONGEST_WORD);
    line += countLines(bytes, 0, kept);
    tail = Buffer.from(bytes.subarray(kept));
  }
}

interface Search {
  /** That the bytes begin on. */
  readonly line: number;
  /** Bytes at the beginning that were looked through already. */
  readonly known: number;
  readonly findings: Findings;
}

function tellOfWord(word: string, bytes: Buffer, { line, known, findings }: Search): void {
  let at = line;
  let counted = 0;
  for (let from = bytes.indexOf(word); from >= 0; from = bytes.indexOf(word, from + word.length)) {
    at += countLines(bytes, counted, from);
    counted = from;
    if (from + word.length > known) findings.faultAt(`tells of an error ("${word}")`, at, restOfLine(bytes, from));
  }
}

/** The word and what follows it. A progress bar writes over its line by CR. */
function restOfLine(bytes: Buffer, at: number): Buffer {
  const part = bytes.subarray(at, at + LONGEST_SHOWN);
  const ends = [part.indexOf(LF), part.indexOf(CR)].filter((index) => index >= 0);
  return part.subarray(0, Math.min(part.length, ...ends));
}

function countLines(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LF, from); at >= 0 && at < to; at = bytes.indexOf(LF, at + 1)) count++;
  return count;
}
