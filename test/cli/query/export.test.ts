import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { parquetReadObjects } from "hyparquet";
import { beforeAll, describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 60_000;
const project = await createCliProject();
const DAG = `
id: exported
backtests:
  fast: { strategy: sma_cross, data: { dataset: sp500 }, param_grid: { fast: [5, 10], slow: [50] } }
  slow: { strategy: sma_cross, data: { dataset: sp500 }, param_grid: { fast: [20], slow: [100, 200] } }
after_backtest: [tearsheet]
series: { best: 1 }
`;

let runId: string;
beforeAll(async () => {
  const { document } = await project.json("run", ["run", project.write("exported.yaml", DAG)]);
  runId = document.run_id;
  expect(document.state).toBe("succeeded");
}, TIMEOUT);

const below = (...names: readonly string[]) => path.join(project.home, ...names);
const text = (...names: readonly string[]) => readFileSync(below(...names), "utf8");

describe("nightgrid export", { timeout: TIMEOUT }, () => {
  it("writes what show, results and logs print, and every file of the run", async () => {
    const { code, document } = await project.json("exported_run", ["export", "exported"]);
    const folder = `run_${runId}`;
    expect([code, document.run_id, path.basename(document.folder), document.missing]).toEqual([0, runId, folder, []]);
    const shown = await project.json("run", ["show", runId]);
    expect(JSON.parse(text(folder, "run.json"))).toEqual(shown.document);
    expect(text(folder, "dag.yaml")).toBe(DAG);
    for (const backtest of ["fast", "slow"]) {
      const { stdout } = await project.run(["results", runId, "--backtest", backtest, "--sort", "cell", "--csv"]);
      expect(text(folder, `cells-${backtest}.csv`)).toBe(stdout);
    }
    const logs = await project.json("logs", ["logs", runId, "--lines", "10000"]);
    const lines = text(folder, "log.jsonl").trimEnd().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(logs.document.lines);
    for (const { name, path: own } of shown.document.artifacts) {
      expect(readFileSync(below(folder, "files", name)).equals(readFileSync(own))).toBe(true);
    }
    expect(readdirSync(below(folder, "files"))).toContain("equity.parquet");
  });

  it("refuses a folder that is there, and leaves it as it is", async () => {
    project.write("mine/note.txt", "mine");
    const { code, stderr } = await project.run(["export", "-o", "mine"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("is there already")]);
    expect(readdirSync(below("mine"))).toEqual(["note.txt"]);
    const nowhere = await project.run(["export", "-o", path.join("mine", "note.txt", "x")]);
    expect([nowhere.code, nowhere.stderr]).toEqual([expect.any(Number), expect.stringContaining("cannot be written")]);
    expect(nowhere.code).not.toBe(0);
  });

  it("writes Parquet, and says which files are gone and how they come back", async () => {
    rmSync(below("results", `run_${runId}`), { recursive: true });
    const { code, stderr, stdout } = await project.run(["export", runId, "-o", "later", "--format", "parquet"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("cells-fast.parquet")]);
    expect(stderr).toContain("equity.parquet is gone, and left out: clear the task that made it");
    const bytes = readFileSync(below("later", "cells-fast.parquet"));
    const rows = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    });
    expect(rows.map(({ cell, fast, slow }) => [cell, fast, slow])).toEqual([
      [0, 5, 50],
      [1, 10, 50],
    ]);
    expect(existsSync(below("later", "files"))).toBe(true);
    expect(readdirSync(project.home).filter((name) => name.endsWith(".partial"))).toEqual([]);
  });
});
