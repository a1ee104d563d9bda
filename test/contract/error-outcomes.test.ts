import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ERROR_OUTCOMES, exitCodeOf } from "../../src/contract/error-outcomes.ts";
import { AppError } from "../../src/core/errors/app-error.ts";
import { ERROR_CODES } from "../../src/core/errors/error-codes.ts";

const page = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8");

it("docs/errors.md says the exit code and the HTTP status of every error code", () => {
  const told = [...page.matchAll(/^### (\w+)\n\nExit code (\d+), HTTP (\d{3})\.$/gm)].map(
    ([, code, exit, status]) => `${code} ${exit} ${status}`,
  );
  expect(told).toEqual(
    ERROR_CODES.map((code) => `${code} ${ERROR_OUTCOMES[code].exit} ${ERROR_OUTCOMES[code].status}`),
  );
});

it("what is no expected error ends a command with 1", () => {
  expect(exitCodeOf(new Error("a bug"))).toBe(1);
  expect(exitCodeOf(new AppError("RUN_NOT_FOUND", "gone"))).toBe(4);
});

it.each([
  "CELL_QUARANTINED",
  "EXECUTOR_FAILED",
  "RUN_TIMEOUT",
  "STRATEGY_FAILED",
  "WAIT_TIMEOUT",
  "WORKER_LOST",
] as const)("%s, which is said of what was run, ends a command as a failed run does", (code) => {
  expect(exitCodeOf(new AppError(code, "of a cell"))).toBe(5);
});
