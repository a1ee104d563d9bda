import type { ErrorCode } from "../../core/errors/error-codes.ts";
import { codeOfExit } from "../../core/errors/failure-class.ts";
import { formatDuration } from "../../core/time/duration.ts";
import type { ProgramEnd } from "../../sandbox/program/program-end.ts";
import type { ProgramLimits } from "../../sandbox/program/run-program.ts";

export interface EndFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly exitCode?: number;
}

const MIB = 1024 * 1024;
/** A shell's words for a program that cannot be started. */
const NOT_STARTED: ReadonlyMap<number, string> = new Map([
  [126, "it cannot be executed"],
  [127, "it was not found"],
]);

/**
 * Why a program that has ended so has failed, in one sentence; null when it ended well.
 *
 * @param lastWords the end of its log
 */
export function failureOfEnd(end: ProgramEnd, limits: ProgramLimits, lastWords: string): EndFailure | null {
  const { stopped, exitCode, signal, peakBytes } = end;
  const used = peakBytes === null ? "" : ` It used ${mib(peakBytes)} at most.`;
  switch (stopped) {
    case "timeout":
      return {
        code: "CELL_TIMEOUT",
        message: `The script took longer than ${formatDuration(limits.timeoutMs)} and was ended.${used} Raise resources.timeout, or make it do less.`,
      };
    case "memory":
      return {
        code: "OUT_OF_MEMORY",
        message: `The script and what it started used ${mib(peakBytes ?? 0)} of memory; ${mib(limits.memoryBytes)} are allowed. Raise resources.memory, or make it take less.`,
      };
    case "processes":
      return { code: "PROCESS_REFUSED", message: "The script had more than 1,000 processes running, and was ended." };
    case "stopped":
    case null:
      break;
  }
  if (exitCode === null || exitCode === 0) return null;
  const why = reasonIn(lastWords);
  if (signal !== null) return { code: "PROCESS_SIGNALLED", message: signalText(signal, used, why), exitCode };
  if (isOutOfMemory(lastWords)) {
    return {
      code: "OUT_OF_MEMORY",
      message: `The script ran out of memory (exit code ${exitCode}).${used}${why}`,
      exitCode,
    };
  }
  const start = NOT_STARTED.get(exitCode);
  const what = start === undefined ? "" : `: ${start}`;
  return { code: codeOfExit(exitCode), message: `The script ended with exit code ${exitCode}${what}.${why}`, exitCode };
}

function signalText(signal: string, used: string, why: string): string {
  const isKilled = signal === "SIGKILL";
  const guess = isKilled ? " Nightgrid did not send it: the system may have run out of memory." : "";
  return `The script was ended by ${signal}.${guess}${used}${why}`;
}

function isOutOfMemory(lastWords: string): boolean {
  return /^(?:numpy\.\S*)?MemoryError\b|std::bad_alloc|JavaScript heap out of memory|cannot allocate (?:vector|memory)/im.test(
    lastWords,
  );
}

/** The last line that is not blank: of a Python traceback, the error itself. */
function reasonIn(lastWords: string): string {
  const last = lastWords
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .findLast((line) => line !== "");
  return last === undefined ? " It printed nothing." : ` Its last line: ${last.slice(0, 500)}`;
}

function mib(bytes: number): string {
  return `${Math.round(bytes / MIB).toLocaleString("en-US")} MiB`;
}
