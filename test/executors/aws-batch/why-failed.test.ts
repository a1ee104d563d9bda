import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { classOfCode } from "../../../src/core/errors/failure-class.ts";
import { whyFailed } from "../../../src/executors/aws-batch/jobs/why-failed.ts";

const ended = (parts: { reason?: string; containerReason?: string; exitCode?: number }) =>
  whyFailed({ reason: "", containerReason: "", exitCode: null, ...parts }).code;

/** As AWS writes them; the same exit code means different things. */
const CASES = [
  [{ reason: "Host EC2 (instance i-0123456789abcdef0) terminated.", exitCode: 137 }, "JOB_LOST"],
  [{ reason: "Host EC2 (instance i-0123456789abcdef0) terminated." }, "JOB_LOST"],
  [{ reason: "Your Spot Task was interrupted.", exitCode: 137 }, "JOB_LOST"],
  [
    { reason: "Task failed to start", containerReason: "CannotPullContainerError: pull access denied for x" },
    "JOB_LOST",
  ],
  [
    { reason: "Task failed to start", containerReason: "DockerTimeoutError: Could not transition to started" },
    "JOB_LOST",
  ],
  [
    { reason: "Task failed to start", containerReason: "ResourceInitializationError: unable to pull secrets" },
    "JOB_LOST",
  ],
  [{ reason: "Task failed to start" }, "JOB_LOST"],
  [
    {
      reason: "Essential container in task exited",
      containerReason: "OutOfMemoryError: Container killed",
      exitCode: 137,
    },
    "OUT_OF_MEMORY",
  ],
  [{ reason: "Job attempt duration exceeded timeout" }, "CELL_TIMEOUT"],
  [{ reason: "Job attempt duration exceeded timeout", exitCode: 137 }, "CELL_TIMEOUT"],
  [{ reason: "Essential container in task exited", exitCode: 1 }, "PROCESS_ENDED"],
  [{ reason: "Essential container in task exited", exitCode: 75 }, "JOB_LOST"],
  [{ reason: "Essential container in task exited", exitCode: 78 }, "PROCESS_REFUSED"],
  [{ reason: "Essential container in task exited", exitCode: 137 }, "PROCESS_ENDED"],
  [{ reason: "nightgrid: cancelled run 20260210_143022_a3f8b2c1", exitCode: 143 }, "JOB_LOST"],
  [{}, "JOB_LOST"],
] as const;

describe("AWS's reasons", () => {
  it.each(CASES)("%j is %s", (job, code) => {
    expect(ended(job)).toBe(code);
  });

  it("of machines and images use up no retries, those of the work do", () => {
    expect(classOfCode(ended({ reason: "Host EC2 (x) terminated." }))).toBe("lost_worker");
    expect(classOfCode(ended({ exitCode: 1 }))).toBe("exit_code");
    expect(classOfCode(ended({ containerReason: "OutOfMemoryError: x" }))).toBe("memory");
  });

  it("are those of the table in docs/aws-batch.md", () => {
    const page = readFileSync(new URL("../../../docs/aws-batch.md", import.meta.url), "utf8");
    const rows = [...page.matchAll(/^\| (.+) \| `([A-Z_]+)` \|/gm)].map(([, said = "", code]) => [said, code] as const);
    for (const [said, code] of rows) {
      for (const [, reason = ""] of said.matchAll(/`([A-Z][A-Za-z0-9 …]+)`/g)) {
        const text = reason.replace(" … ", " (instance i-0) ");
        if (text.startsWith("Essential")) continue;
        const inReason = ended({ reason: text });
        expect([inReason, ended({ containerReason: `${text}: x` })], said).toContain(code);
      }
    }
    expect(rows.length).toBeGreaterThan(10);
  });
});
