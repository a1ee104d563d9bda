import { describe, expect, it } from "vitest";
import { failureOfEnd } from "../../../src/executors/script/end-failure.ts";
import type { ProgramEnd } from "../../../src/sandbox/program/program-end.ts";

const MIB = 1024 * 1024;
const limits = { timeoutMs: 3_600_000, memoryBytes: 512 * MIB, logBytes: MIB, graceMs: 5000 };
const end = (changes: Partial<ProgramEnd>): ProgramEnd => ({
  exitCode: null,
  signal: null,
  stopped: null,
  durationMs: 1,
  cpuMs: 1,
  peakBytes: 100 * MIB,
  leftRunning: 0,
  ...changes,
});

const TRACEBACK = "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\nKeyError: 'strike'\n\n";

describe("why a script has failed", () => {
  it("is nothing where it ended well", () => {
    expect(failureOfEnd(end({ exitCode: 0 }), limits, "")).toBeNull();
  });

  it.each([
    [end({ exitCode: 1 }), TRACEBACK, "PROCESS_ENDED", "exit code 1. Its last line: KeyError: 'strike'"],
    [end({ exitCode: 75 }), "", "PROCESS_ENDED", "exit code 75. It printed nothing."],
    [end({ exitCode: 64 }), "", "PROCESS_REFUSED", "exit code 64"],
    [end({ exitCode: 127 }), "sh: 1: xyz: not found", "PROCESS_ENDED", "exit code 127: it was not found."],
    [end({ exitCode: 139, signal: "SIGSEGV" }), "", "PROCESS_SIGNALLED", "ended by SIGSEGV."],
    [end({ exitCode: 137, signal: "SIGKILL" }), "", "PROCESS_SIGNALLED", "may have run out of memory. It used 100 MiB"],
    [end({ exitCode: 1 }), "x\nMemoryError\n", "OUT_OF_MEMORY", "ran out of memory (exit code 1)"],
    [end({ exitCode: 1 }), "numpy.core._exceptions.MemoryError: Unable\n", "OUT_OF_MEMORY", "Unable"],
    [end({ stopped: "timeout" }), "", "CELL_TIMEOUT", "longer than 1h 00m and was ended. It used 100 MiB at most."],
    [
      end({ stopped: "memory", peakBytes: 600 * MIB }),
      "",
      "OUT_OF_MEMORY",
      "used 600 MiB of memory; 512 MiB are allowed",
    ],
    [end({ stopped: "processes" }), "", "PROCESS_REFUSED", "more than 1,000 processes"],
  ])("%#: is one sentence with its class", (ended, lastWords, code, text) => {
    const failure = failureOfEnd(ended, limits, lastWords);
    expect(failure).toMatchObject({ code, message: expect.stringContaining(text) });
    expect(failure?.exitCode ?? null).toBe(ended.exitCode);
  });
});
