import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";

const MAIN = path.resolve(import.meta.dirname, "../../../src/main.ts");
const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-determinism-"));
mkdirSync(path.join(home, "dags"));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real command over a strategy that holds while `test` is true. It needs no database. */
function check(command: string, name: string, test: string, head = ""): Promise<Outcome> {
  writeFileSync(
    path.join(home, `dags/${name}.ts`),
    `${head}
     export default { name: "${name}", params: { n: { kind: "int", default: 1 } }, signals({ bars, params, indicators }) {
       const entries = Uint8Array.from(bars.close, (close, bar) => ((${test}) ? 1 : 0));
       return { entries, exits: entries.map((entry) => 1 - entry) };
     } };`,
  );
  const file = path.join(home, `dags/${name}.yaml`);
  writeFileSync(
    file,
    `id: ${name}\nbacktest:\n  strategy: ./${name}.ts\n  data: { dataset: sp500 }\n  start_date: 2015-01-05\n  end_date: 2016-12-30\n  param_grid: { n: [1, 2, 3, 4] }\n`,
  );
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const env = { ...process.env, NIGHTGRID_HOME: home, DATABASE_URL: "postgres://nobody@localhost:1/none" };
  execFile(process.execPath, [MAIN, "check", command, file], { env }, (error, stdout, stderr) => {
    resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
  });
  return promise;
}

describe("nightgrid check determinism", () => {
  it("finds nothing in a strategy of its input alone", async () => {
    const { code, stdout } = await check("determinism", "honest", "close > 2050 + params.n");
    expect([code, stdout]).toEqual([0, expect.stringContaining("✓ backtest: honest")]);
  });

  it.each([
    ["a counter between cells", "bar % (3 + calls) === 0 && (bar > 0 || (calls += 1))", "let calls = 0;"],
    ["chance", "Math.random() < 0.5", ""],
    ["a clock", "bar % 7 < (performance.now() * 1000) % 7", ""],
  ])("finds %s", async (_, test, head) => {
    const { code, stdout } = await check("determinism", "moody", test, head);
    expect([code, stdout]).toEqual([
      3,
      expect.stringMatching(/✗ backtest: moody.*when the cell is computed alone, and/s),
    ]);
  });

  it("FAULTS 1.1: the look at the future names a strategy that writes to its input", async () => {
    const { code, stdout } = await check("lookahead", "writer", "(bars.close[bar] *= params.n) > 0");
    expect([code, stdout]).toEqual([3, expect.stringContaining("wrote to the bars of SPX")]);
  });
});
