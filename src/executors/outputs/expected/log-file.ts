import type { Findings } from "../file/findings.ts";
import type { OpenFile } from "../file/open-output.ts";

const LF = 10;
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
/** No line is looked at beyond: what programs write of an error is at its beginning. */
const LONGEST_LINE = 400;

/** That execution.log has something in it, and nothing that says that the program has failed. */
export async function checkLog(file: OpenFile, findings: Findings, signal?: AbortSignal): Promise<void> {
  if (file.size === 0) return findings.fault("is empty: the script has printed nothing");
  let line = 1;
  let rest = Buffer.alloc(0);
  for await (const chunk of file.chunks(signal)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(LF) + 1;
    const whole = bytes.subarray(0, end);
    tellOfErrors(whole, line, findings);
    line += linesIn(whole);
    rest = Buffer.from(bytes.subarray(end, end + LONGEST_LINE));
  }
  tellOfErrors(rest, line, findings);
}

function tellOfErrors(bytes: Buffer, firstLine: number, findings: Findings): void {
  for (const word of CRITICAL) {
    for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + word.length)) {
      const from = bytes.lastIndexOf(LF, at) + 1;
      const end = bytes.indexOf(LF, at);
      const to = Math.min(end < 0 ? bytes.length : end, from + LONGEST_LINE);
      findings.faultAt(
        `tells of an error ("${word}")`,
        firstLine + linesIn(bytes.subarray(0, from)),
        bytes.subarray(from, to),
      );
    }
  }
}

function linesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count++;
  return count;
}
