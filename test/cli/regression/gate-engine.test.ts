import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { PYTHON_VENV } from "../../support/python/python-project.ts";
import { describePython } from "../../support/python/python-sweep.ts";
import { startCommand } from "../../support/commands/running-command.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 240_000;
const ROOT = path.resolve(import.meta.dirname, "../../..");
const project = await createCliProject();
if (PYTHON_VENV !== null) symlinkSync(PYTHON_VENV, path.join(project.home, ".venv"));

const rows = Array.from({ length: 300 }, (_, day) => {
  const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
  const price = 100 + 10 * Math.sin(day / 7);
  return `${date},${price},${price + 2},${price - 2},${price},1000`;
});
project.write("prices/S0.csv", ["date,open,high,low,close,volume", ...rows, ""].join("\n"));

const dag = (id: string, strategy: string, grid: string): string => `
id: ${id}
backtest:
  strategy: ${strategy}
  data: { csv: "../prices/{symbol}.csv", symbols: [S0], bars_per_year: 252 }
  param_grid: ${grid}
  regression: { on_change: warn }
alerts: []
`;

async function night(id: string) {
  expect((await project.run(["run", id])).code).toBe(0);
  const { document } = await project.json("run", ["show", id]);
  return { run: document.run_id, found: document.rankings[0]?.regression };
}

const bisect = (id: string, good: string) =>
  project.json("bisection", ["bisect", id, "--good", good, "--bad", "last", "--cell", "0"]);

/** Nightgrid as it was before: the engine of the version before, whose total return was another one. @returns its bin */
function formerNightgrid(): string {
  const root = mkdtempSync(path.join(os.tmpdir(), "nightgrid-former-"));
  for (const part of [
    "src",
    "bin",
    "migrations",
    "templates",
    "schema",
    "datasets",
    "calendars",
    "python",
    "package.json",
  ]) {
    cpSync(path.join(ROOT, part), path.join(root, part), { recursive: true });
  }
  mkdirSync(path.join(root, "dist"));
  symlinkSync(path.join(ROOT, "node_modules"), path.join(root, "node_modules"));
  const patch = (file: string, from: RegExp, to: string): void => {
    const text = readFileSync(path.join(root, file), "utf8");
    const patched = text.replace(from, to);
    expect(patched).not.toBe(text);
    writeFileSync(path.join(root, file), patched);
  };
  patch("src/engine/backtest.ts", /ENGINE_VERSION = (\d+)/, "ENGINE_VERSION = -1 + $1");
  patch(
    "src/core/metrics/sharpe.ts",
    /returnPerRisk\(of, "steady_gain"\)/,
    'returnPerRisk({ ...of, excess: of.excess * 1.01 }, "steady_gain")',
  );
  return path.join(root, "bin/nightgrid.mjs");
}

describe("after another version of the engine", () => {
  it(
    "the gate and bisect name the engine, and nothing else",
    async () => {
      project.write("dags/engine.yaml", dag("engine", "sma_cross", "{ fast: [2, 3, 5], slow: [10, 20] }"));
      const { PATH = "", HOME = "" } = process.env;
      const env = { PATH, HOME, NIGHTGRID_HOME: project.home, DATABASE_URL: project.database.url };
      const former = startCommand(["run", "engine", "--json"], { cwd: project.home, env }, formerNightgrid());
      const { code, stdout } = await former.ended;
      expect(code).toBe(0);
      const { run_id: before } = JSON.parse(stdout) as { readonly run_id: string };
      const { found } = await night("engine");
      expect(found).toMatchObject({ state: "changed", against: before, causes: [{ cause: "engine", cells: 6 }] });
      expect(found?.inputs.join("\n")).toMatch(/engine \d+ → \d+/);
      expect(found?.cells[0]?.metrics.map(({ metric }) => metric)).toContain("sharpe");
      expect(found?.cells[0]?.trades).toBe(0);
      const { document } = await bisect("engine", before);
      expect([document.culprits, document.random, document.commit]).toEqual([["engine"], false, null]);
      // The night after, all is as it was.
      expect((await night("engine")).found).toMatchObject({ state: "unchanged", changed: 0 });
    },
    TIMEOUT,
  );
});

describePython("of a strategy in Python", () => {
  const strategy = (level: string): string => `
import numpy as np
from helpers.level import LEVEL
params = {"fast": {"kind": "int", "default": 1, "min": 1}}

def signals(bars, params):
    back = params["fast"]
    change = np.ones(len(bars))
    change[back:] = bars.close[back:] / bars.close[:-back]
    return change < ${level} * LEVEL, change > 1
`;

  it(
    "the gate and bisect name changed code by its file",
    async () => {
      project.write("strategies/helpers/__init__.py", "");
      project.write("strategies/helpers/level.py", "LEVEL = 1.0\n");
      project.write("strategies/dip.py", strategy("1"));
      project.write("dags/python.yaml", dag("python", "../strategies/dip.py", "{ fast: [1, 2] }"));
      const first = await night("python");
      expect(first.found).toMatchObject({ state: "first" });
      project.write("strategies/helpers/level.py", "LEVEL = 0.99\n");
      const { found } = await night("python");
      expect(found).toMatchObject({ state: "changed", compared: 2, causes: [{ cause: "code", cells: 2 }] });
      expect(found?.inputs.join("\n")).toMatch(/file helpers\/level\.py changed \(\+1 −1 lines\)/);
      const { document } = await bisect("python", first.run);
      expect([document.culprits, document.random]).toEqual([["code"], false]);
      // Trades are computed again from the code as it was, packages and modules beside it.
      const { document: diff } = await project.json("diff", ["diff", first.run, "last"]);
      expect(diff.backtests[0]?.trades).toMatchObject({ error: null });
      expect(diff.backtests[0]?.trades?.first_change).toMatch(/^2020-/);
    },
    TIMEOUT,
  );
});
