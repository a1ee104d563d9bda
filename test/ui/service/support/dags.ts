import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { CliProject } from "../../../cli/support/nightgrid.ts";
import { prices } from "../../../api/support/dags.ts";

const OPTIONAL = "{ trades.csv: { required: false }, summary.csv: { required: false }, pnl.csv: { required: false } }";

/** Sixteen crossovers over made-up prices: a moment's work, with a tearsheet. */
const GRID = `id: grid
description: Crossovers <b>of</b> made-up prices
tags: [demo]
backtest:
  strategy: sma_cross
  data: { csv: "../prices.csv", bars_per_year: 252 }
  param_grid: { fast: [2, 3, 4, 6], slow: [8, 10, 15, 20] }
  objective: sharpe
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

/** Lets the cell of the DAG `stepwise` with this parameter end; resolves when it runs and has been told. */
export type StepOn = (step: number) => Promise<void>;

/**
 * `grid` succeeds at once; `stepwise` computes four cells, each of which waits to be told; `failing` says a KeyError until
 * there is a file `mended` in the project's folder; the file of `broken` has an error.
 */
export function writeDags(project: CliProject): StepOn {
  const pipe = path.join(project.home, "step.");
  for (const step of STEPS) execFileSync("mkfifo", [pipe + String(step)]);
  project.write("prices.csv", prices(500));
  project.write("dags/grid.yaml", GRID);
  project.write("dags/stepwise.yaml", scriptDag("stepwise", JSON.stringify(STEPS)));
  project.write("scripts/stepwise.sh", `read -r word < "${pipe}$2"\necho "took step $2"\n`);
  project.write("dags/failing.yaml", scriptDag("failing", "[1]"));
  project.write(
    "scripts/failing.sh",
    `echo "reading EURUSD"\n[ -e "${project.home}/mended" ] && exit 0\necho "KeyError: 'EURUSD'" >&2\nexit 3\n`,
  );
  project.write("dags/broken.yaml", "id: broken\nbacktest:\n  strategy: sma_cros\n");
  return (step) => writeFile(pipe + String(step), "on\n");
}
