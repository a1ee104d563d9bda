import { rmSync } from "node:fs";
import path from "node:path";
import type { CliProject } from "../../../cli/support/nightgrid.ts";
import { prices } from "../../../api/support/dags.ts";

const OPTIONAL = "{ trades.csv: { required: false }, summary.csv: { required: false }, pnl.csv: { required: false } }";

/** Sixteen crossovers over made-up prices: a moment's work, with a study and a tearsheet. */
const GRID = `id: grid
description: Crossovers <b>of</b> made-up prices
tags: [demo]
backtest:
  strategy: sma_cross
  data: { csv: "../prices.csv", bars_per_year: 252 }
  param_grid: { fast: [2, 3, 4, 6], slow: [8, 10, 15, 20] }
  objective: sharpe
  sensitivity: { delay: [1, 2], slippage_bps: [5], missed_fills: [0.1], draws: 20 }
before_backtest: [check_data]
after_backtest: [{ rank: { top: 5 } }, tearsheet]
alerts:
  - { name: low_sharpe, when: best.sharpe < 99, to: [slack] }
`;

const scriptDag = (id: string, cells: string): string => `id: ${id}
schedule: { cron: "30 3 * * 2-6", timezone: America/New_York, missed: none }
backtest:
  script: ../scripts/${id}.sh
  param_grid: { step: ${cells} }
  outputs: ${OPTIONAL}
  resources: { grace: 1s }
  volatile: true
`;

const STEPS = [1, 2, 3, 4];

/** The cells of the DAG `stepwise`, by their parameter. */
export interface Steps {
  /** None may end any more. */
  hold(): void;
  /** This one may, now or when it is computed. */
  release(step: number): void;
}

/**
 * `grid` succeeds at once; `stepwise` computes four cells, each of which waits to be told; `failing` says a KeyError until
 * there is a file `mended` in the project's folder; the file of `broken` has an error.
 */
export function writeDags(project: CliProject): Steps {
  const released = (step: number | string): string => path.join(project.home, `step-${step}`);
  project.write("prices.csv", prices(500));
  project.write("dags/grid.yaml", GRID);
  project.write("dags/stepwise.yaml", scriptDag("stepwise", JSON.stringify(STEPS)));
  project.write(
    "scripts/stepwise.sh",
    `while [ ! -e "${released("$2")}" ]; do sleep 0.05; done\necho "took step $2"\n`,
  );
  project.write("dags/failing.yaml", scriptDag("failing", "[1]"));
  project.write(
    "scripts/failing.sh",
    `echo "reading EURUSD"\n[ -e "${project.home}/mended" ] && exit 0\necho "KeyError: 'EURUSD'" >&2\nexit 3\n`,
  );
  project.write("dags/broken.yaml", "id: broken\nbacktest:\n  strategy: sma_cros\n");
  return {
    hold() {
      for (const step of STEPS) rmSync(released(step), { force: true });
    },
    release: (step) => project.write(path.basename(released(step)), ""),
  };
}
