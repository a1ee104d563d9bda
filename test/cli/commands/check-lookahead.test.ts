import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { sp500 } from "../../engine/support/sample-bars.ts";
import type { Documents } from "../../../src/contract/documents.ts";
import { documentOf } from "../../contract/support/document-of.ts";

const MAIN = path.resolve(import.meta.dirname, "../../../src/main.ts");
const FIXTURES = path.resolve(import.meta.dirname, "../fixtures/lookahead");
const NIGHTGRID_HOME = mkdtempSync(path.join(os.tmpdir(), "nightgrid-check-"));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Check = Documents["lookahead"]["backtests"][number];

/** @throws Error where nothing was found */
function leakOf(check: Check | undefined): NonNullable<Check["leak"]> {
  if (check?.leak) return check.leak;
  throw new Error("Nothing was found.");
}

/** Runs the real command. It needs no database. */
function check(...options: readonly string[]): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const env = { ...process.env, NIGHTGRID_HOME, DATABASE_URL: "postgres://nobody@localhost:1/none" };
  execFile(
    process.execPath,
    [MAIN, "check", "lookahead", ...options],
    { env, cwd: FIXTURES },
    (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    },
  );
  return promise;
}

describe("nightgrid check lookahead", () => {
  let leaking: Outcome;
  let found: Documents["lookahead"];
  beforeAll(async () => {
    leaking = await check("leaking.yaml", "--json");
    found = documentOf("lookahead", leaking.stdout);
  });

  it("ends with exit code 3 when a strategy of the user's saw the future", () => {
    expect(leaking.stderr).toBe("");
    expect(leaking.code).toBe(3);
    expect(found).toMatchObject({ dag: "leaking", leaks: 4 });
  });

  it("names the signal, the bar, its day, and the parameters", () => {
    const leak = leakOf(found.backtests[0]);
    expect(leak).toMatchObject({ kind: "lookahead", column: "entries", params: { share: 0.9 } });
    const { bar, known_bars: known, time, value_then: before, value_later: later } = leak;
    expect(bar).toBeLessThan(known);
    expect(new Date(time)).toEqual(new Date(sp500().time[bar] ?? 0));
    expect([before, later]).toEqual([0, 1]);
  });

  it("names the indicator rather than the signal that passes its leak on", () => {
    const leak = leakOf(found.backtests[1]);
    expect(leak).toMatchObject({ column: "centred mean" });
    const { bar, known_bars: known } = leak;
    expect(bar).toBe(known - 1);
  });

  it("looks at cells from all over the grid, finds nothing in an honest strategy, and tells how long it warms up", () => {
    expect(found.backtests[2]).toMatchObject({
      leak: null,
      cells: [0, 1, 3, 4, 5, 6, 8, 9],
      warmup: { settles_after: 99, declared: 100 },
    });
  });

  it("hears a strategy that lists events instead of filling arrays", () => {
    const leak = leakOf(found.backtests[4]);
    expect(leak).toMatchObject({ kind: "lookahead", column: "entries" });
    const { bar, known_bars: known } = leak;
    expect(bar).toBe(known - 1);
  });

  it("tells a strategy that changes its mind from one that sees the future", () => {
    expect(found.backtests[3]).toMatchObject({ leak: { kind: "unstable", column: "entries", bar: 0 } });
  });

  it("says the same in words", async () => {
    const { stdout, code } = await check("leaking.yaml");
    expect(code).toBe(3);
    expect(stdout).toContain('✗ signal: clairvoyant (752 bars, 2 cells × 45 cuts)\n  "entries" at bar ');
    expect(stdout).toContain("saw the future:");
    expect(stdout).toContain("✓ looking_back: honest");
    expect(stdout).toContain("Its signals settle after 99 bars (it declares 100).");
    expect(stdout).toContain("when run again on the same bars");
  });

  it("ends with exit code 0 when nothing leaks", async () => {
    const { code, stdout } = await check("honest.yaml", "--cuts", "5", "--json");
    expect(code).toBe(0);
    expect(documentOf("lookahead", stdout)).toMatchObject({
      dag: "honest",
      leaks: 0,
      backtests: [{ cuts: 10, leak: null }],
    });
  });

  it("names the part of an order that saw the future, of strategies that act bar by bar", async () => {
    const { code, stdout } = await check("bar-by-bar.yaml", "--cuts", "200", "--json");
    expect(code).toBe(3);
    const { backtests } = documentOf("lookahead", stdout);
    expect(backtests[0]).toMatchObject({ leak: { kind: "lookahead", column: "limit", params: { from: 20 } } });
    const { bar, known_bars: known } = leakOf(backtests[0]);
    expect(bar).toBe(known - 1);
    expect(backtests[1]).toMatchObject({ leak: null, warmup: { declared: 20 } });
  });
});
