import { symlinkSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { PYTHON_VENV } from "../../support/python/python-project.ts";
import { describePython } from "../../support/python/python-sweep.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 240_000;
const project = await createCliProject();
if (PYTHON_VENV !== null) symlinkSync(PYTHON_VENV, path.join(project.home, ".venv"));

/** The rules of the built-in crossover. */
const CROSS = `
import numpy as np
params = {"fast": {"kind": "int", "default": 20, "min": 1}, "slow": {"kind": "int", "default": 50, "min": 2}}


def average(values, window):
    found = np.full(len(values), np.nan)
    if len(values) >= window:
        found[window - 1 :] = np.lib.stride_tricks.sliding_window_view(values, window).mean(axis=1)
    return found


def signals(bars, params):
    fast, slow = average(bars.close, params["fast"]), average(bars.close, params["slow"])
    above, below = fast > slow, fast < slow
    known = ~np.isnan(slow)
    entries, exits = np.zeros(len(bars), bool), np.zeros(len(bars), bool)
    entries[1:] = above[1:] & ~above[:-1] & known[:-1]
    exits[1:] = below[1:] & ~below[:-1] & known[:-1]
    return entries, exits
`;

describePython("a walk-forward of a strategy in Python", () => {
  it(
    "has the windows, winners and figures that were worked out for its rules",
    async () => {
      project.write("strategies/cross.py", CROSS);
      project.write(
        "dags/python.yaml",
        `id: python
backtest:
  strategy: ../strategies/cross.py
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  costs: { commission_bps: 10 }
  execution: { profile: vectorbt }
  param_grid: { fast: [5, 10, 20, 50, 100], slow: [10, 20, 50, 100, 200] }
  where: fast < slow
  walk_forward: { in_sample: 1000 bars, out_of_sample: 250 bars }
  cpcv: { groups: 6, test: 2, purge: 5 bars }
alerts: []
`,
      );
      expect((await project.run(["run", "python"])).code).toBe(0);
      const { document } = await project.json("run", ["show", "last"]);
      const [ranking] = document.rankings;
      const winners = ranking?.walk_forward?.windows.map(({ params }) => [params?.["fast"], params?.["slow"]].join());
      expect(winners).toEqual(
        "10,200 50,200 50,200 20,50 50,200 50,200 50,200 5,100 5,100 50,100 50,100 20,200 50,200 10,100 100,200 100,200".split(
          " ",
        ),
      );
      expect(ranking?.walk_forward?.statistics).toMatchObject({
        efficiency: expect.closeTo(0.3450211054466494, 9),
        sharpe: expect.closeTo(0.40775444888984613, 9),
        total_return: expect.closeTo(0.48790464564863845, 9),
        max_drawdown: expect.closeTo(0.15384034164548077, 9),
        profitable_windows: 0.4375,
      });
      expect(ranking?.cpcv?.statistics["paths"]).toBe(5);
      const { stdout: again } = await project.run(["plan", "python"]);
      expect(again).toContain("walk_forward: 16 windows of 15 cells; all cached");
    },
    TIMEOUT,
  );
});
