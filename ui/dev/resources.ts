import { sampleOverview } from "./fixtures/dags.ts";
import {
  sampleDag,
  sampleExplanation,
  sampleGrid,
  sampleHistory,
  samplePlan,
  sampleText,
  sampleTicks,
  sampleValidation,
} from "./fixtures/dag-detail.ts";
import { sampleLog } from "./fixtures/logs.ts";
import { RUN_IDS, sampleRun, sampleRunPage } from "./fixtures/runs.ts";
import { sampleCell, sampleCells, sampleColumn, sampleSweep } from "./fixtures/sweeps.ts";
import type { Asked } from "./answers.ts";

type Resource = readonly [pattern: string, answer: (parts: readonly string[], asked: Asked) => unknown];

/** Method and path of each sample, the first that fits. */
export const RESOURCES: readonly Resource[] = [
  ["GET /me", () => ({ name: "ada", role: "operator" })],
  ["GET /overview", () => sampleOverview()],
  ["POST /dags/validate", (_, { body }) => sampleValidation((JSON.parse(body) as { yaml: string }).yaml)],
  ["GET /dags/([^/]+)", ([dag = ""]) => sampleDag(dag)],
  ["PATCH /dags/([^/]+)", ([dag = ""]) => ({ dag, run_id: null, paused: true, by: "ada" })],
  ["GET /dags/([^/]+)/grid", ([dag = ""]) => sampleGrid(dag)],
  [
    "GET /dags/([^/]+)/history",
    ([dag = ""], { url }) => sampleHistory(dag, url.searchParams.get("metric") ?? "sharpe"),
  ],
  ["GET /dags/([^/]+)/ticks", ([dag = ""], { url }) => sampleTicks(dag, Number(url.searchParams.get("year")))],
  ["GET /dags/([^/]+)/versions/([^/]+)", ([dag = "", hash = ""]) => sampleText(dag, hash)],
  ["GET /dags/([^/]+)/explain", () => sampleExplanation()],
  ["POST /dags/([^/]+)/plan", ([dag = ""], { body }) => samplePlan(dag, body)],
  ["POST /dags/([^/]+)/runs", () => ({ run_id: RUN_IDS.running, state: "queued", existing: false, workers: 1 })],
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
