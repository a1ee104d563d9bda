import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { PYTHON_VENV } from "../../support/python/python-project.ts";
import { describePython } from "../../support/python/python-sweep.ts";
import { createCliProject } from "../support/nightgrid.ts";
import { unzip } from "./support/zip-tools.ts";

const TIMEOUT = 180_000;
const project = await createCliProject();
const inProject = (name: string): string => path.join(project.home, name);

function prices(): string {
  const rows = Array.from({ length: 300 }, (_, day) => {
    const date = new Date(Date.UTC(2019, 5, 1 + day)).toISOString().slice(0, 10);
    const price = (100 + 10 * Math.sin(day / 7)).toFixed(4);
    return `${date},${price},${price},${price},${price},1000`;
  });
  return ["date,open,high,low,close,volume", ...rows, ""].join("\n");
}

const PYTHON = `import numpy as np
from lib.level import LEVEL
params = {"back": {"kind": "int", "default": 5, "min": 1}}
def signals(bars, params):
    change = np.zeros(len(bars))
    change[params["back"]:] = bars.close[params["back"]:] - bars.close[:-params["back"]]
    return change > LEVEL, change < 0
`;
const DAG_OF_PYTHON = `
id: up
backtest:
  strategy: ../strategies/up.py
  data: { csv: "../prices/{symbol}.csv", symbols: [S0], bars_per_year: 252 }
  param_grid: { back: [2, 7] }
`;

describePython("a strategy in Python", () => {
  it(
    "is bundled with its place in the project, and computed again to the same bits",
    async () => {
      if (PYTHON_VENV !== null) symlinkSync(PYTHON_VENV, inProject(".venv"));
      project.write("prices/S0.csv", prices());
      project.write("lib/level.py", "LEVEL = 2\n");
      project.write("strategies/up.py", PYTHON);
      project.write("dags/up.yaml", DAG_OF_PYTHON);
      await project.json("run", ["run", "up"]);
      await project.json("bundle", ["bundle", "up", "-o", "up.zip"]);
      const folder = unzip(inProject("up.zip"));
      expect(readFileSync(path.join(folder, "code/backtest/strategies/up.py"), "utf8")).toBe(PYTHON);
      expect(readFileSync(path.join(folder, "code/backtest/lib/level.py"), "utf8")).toBe("LEVEL = 2\n");
      const { code, document } = await project.json("replay", ["replay", "up.zip"]);
      expect([code, document.backtests[0]?.cells]).toEqual([0, 2]);
    },
    TIMEOUT,
  );
});
