import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import type { ProgramEnd } from "../../../src/sandbox/program/program-end.ts";
import { createProgramRunner } from "../../../src/sandbox/program/program-runner.ts";
import type { Program, ProgramWatch } from "../../../src/sandbox/program/run-program.ts";

/** A folder of a test file's own, which goes when it has ended. */
export function testFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const PATH = process.env["PATH"] ?? "";
const runner = createProgramRunner();

/** Runs words as a program with limits that nothing here comes near to. */
export function runWords(
  folder: string,
  argv: readonly string[],
  changes: Partial<Omit<Program, "limits">> & {
    readonly limits?: Partial<Program["limits"]>;
  } & Partial<ProgramWatch> = {},
): Promise<ProgramEnd> {
  const { limits, signal = new AbortController().signal, onProgress, ...program } = changes;
  return runner.run(
    {
      argv,
      cwd: folder,
      env: { PATH },
      logFile: path.join(folder, "execution.log"),
      limits: { timeoutMs: 60_000, memoryBytes: 2 ** 32, logBytes: 2 ** 26, graceMs: 60_000, ...limits },
      isLow: true,
      isStrict: false,
      ...program,
    },
    { signal, ...(onProgress && { onProgress }) },
  );
}

/** Processes whose command line holds a word that only one test uses. */
export function processesWith(word: string): readonly number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => Number.isSafeInteger(pid) && pid !== process.pid && commandLine(pid).includes(word));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return "";
  }
}
