import { sampleOverview } from "./fixtures/dags.ts";
import { sampleLog } from "./fixtures/logs.ts";
import { sampleRun, sampleRunPage } from "./fixtures/runs.ts";
import { sampleCell, sampleCells, sampleColumn, sampleSweep } from "./fixtures/sweeps.ts";
import type { Asked } from "./answers.ts";

type Resource = readonly [pattern: string, answer: (parts: readonly string[], asked: Asked) => unknown];

/** Method and path of each sample, the first that fits. */
export const RESOURCES: readonly Resource[] = [
  ["GET /me", () => ({ name: "ada", role: "operator" })],
  ["GET /overview", () => sampleOverview()],
  ["GET /runs", (_, { url }) => sampleRunPage(url.searchParams.get("cursor"))],
  ["GET /runs/([^/]+)", ([run = ""]) => sampleRun(run)],
  ["GET /runs/([^/]+)/logs", ([run = ""], { url }) => sampleLog(run, url.searchParams)],
  ["GET /runs/([^/]+)/sweeps/([^/]+)", ([run = "", backtest = ""]) => sampleSweep(run, backtest)],
  [
    "GET /runs/([^/]+)/sweeps/([^/]+)/cells",
    ([run = "", backtest = ""], { url }) => sampleCells(run, backtest, url.searchParams),
  ],
  [
    "GET /runs/([^/]+)/sweeps/([^/]+)/cells/(\\d+)",
    ([run = "", backtest = "", cell]) => sampleCell(run, backtest, Number(cell)),
  ],
  [
    "GET /runs/([^/]+)/sweeps/([^/]+)/columns/([^/]+)",
    ([, backtest = "", metric = ""]) => sampleColumn(backtest, metric),
  ],
  [
    "POST /runs/([^/]+)/(cancel|retry|rerun|pause|unpause)",
    ([run = "", action = ""]) => ({
      action,
      dry_run: false,
      runs: [{ run_id: run, new_run_id: null }],
    }),
  ],
];
