import { sampleOverview } from "./fixtures/dags.ts";
import {
  sampleAccounts,
  sampleAudit,
  sampleQueues,
  sampleStorage,
  sampleTokens,
  sampleWorkers,
} from "./fixtures/administration.ts";
import { sampleBackfillPlan, sampleBackfills } from "./fixtures/backfills.ts";
import { sampleCompare, sampleTrades } from "./fixtures/compared.ts";
import {
  sampleDag,
  sampleDefinition,
  sampleExplanation,
  sampleGrid,
  sampleHistory,
  samplePlan,
  sampleText,
  sampleTicks,
  sampleValidation,
} from "./fixtures/dag-detail.ts";
import { sampleLog } from "./fixtures/logs.ts";
import { sampleBars, sampleFetches, sampleProblems, sampleSeries, sampleSources } from "./fixtures/prices.ts";
import { RUN_IDS, sampleRun, sampleRunPage } from "./fixtures/runs.ts";
import { sampleCell, sampleCells, sampleColumn, sampleSweep } from "./fixtures/sweeps.ts";
import type { Asked } from "./answers.ts";

type Resource = readonly [pattern: string, answer: (parts: readonly string[], asked: Asked) => unknown];

/** Method and path of each sample, the first that fits. */
export const RESOURCES: readonly Resource[] = [
  ["GET /me", () => ({ kind: "user", name: "ada", role: "admin", dags: null })],
  ["GET /auth/ways", () => ({ password: true, oidc: true, developer: false })],
  ["POST /auth/login", () => ({ kind: "user", name: "ada", role: "admin", dags: null })],
  ["GET /workers", () => sampleWorkers()],
  ["GET /queues", () => sampleQueues()],
  ["GET /storage", (_, { url }) => sampleStorage(url.searchParams.get("depot") === "true")],
  ["GET /audit", () => sampleAudit()],
  ["GET /users", () => sampleAccounts()],
  ["GET /tokens", () => sampleTokens()],
  ["POST /tokens", () => ({ ...sampleTokens().tokens[0], token: "ng_k3v9s0aa_7hP2mQx" })],
  ["GET /data/sources", () => sampleSources()],
  ["GET /data/series", (_, { url }) => sampleSeries(url.searchParams)],
  ["GET /data/bars", (_, { url }) => sampleBars(url.searchParams)],
  ["GET /data/problems", () => sampleProblems()],
  ["GET /data/fetches", () => sampleFetches()],
  ["POST /data/(update|fetches)", () => sampleFetches().items[0]],
  ["POST /data/fetches/(\\d+)/cancel", () => sampleFetches().items[0]],
  ["GET /overview", () => sampleOverview()],
  ["POST /dags/validate", (_, { body }) => sampleValidation((JSON.parse(body) as { yaml: string }).yaml)],
  ["GET /dags/([^/]+)", ([dag = ""]) => sampleDag(dag)],
  ["PATCH /dags/([^/]+)", ([dag = ""]) => ({ dag, run_id: null, paused: true, by: "ada" })],
  ["GET /dags/([^/]+)/grid", ([dag = ""]) => sampleGrid(dag)],
  [
    "GET /dags/([^/]+)/history",
    ([dag = ""], { url }) => sampleHistory(dag, url.searchParams.get("metric") ?? "sharpe"),
  ],
  ["GET /dags/([^/]+)/backfills", ([dag = ""]) => sampleBackfills(dag)],
  ["POST /dags/([^/]+)/backfills/plan", ([dag = ""]) => sampleBackfillPlan(dag)],
  ["POST /dags/([^/]+)/backfills", ([dag = ""]) => ({ ...sampleBackfillPlan(dag), backfill: "4", state: "running" })],
  ["POST /backfills/(\\d+)/(cancel|resume)", () => sampleBackfillPlan("nightly_sp500_sma")],
  ["GET /dags/([^/]+)/ticks", ([dag = ""], { url }) => sampleTicks(dag, Number(url.searchParams.get("year")))],
  ["GET /dags/([^/]+)/versions/([^/]+)", ([dag = "", hash = ""]) => sampleText(dag, hash)],
  ["GET /dags/([^/]+)/definition", ([dag = ""]) => sampleDefinition(dag)],
  ["GET /dags/([^/]+)/explain", () => sampleExplanation()],
  ["POST /dags/([^/]+)/plan", ([dag = ""], { body }) => samplePlan(dag, body)],
  ["POST /dags/([^/]+)/runs", () => ({ run_id: RUN_IDS.running, state: "queued", existing: false, workers: 1 })],
  ["GET /runs", (_, { url }) => sampleRunPage(url.searchParams.get("cursor"))],
  ["GET /runs/([^/]+)", ([run = ""]) => sampleRun(run)],
  ["GET /runs/([^/]+)/artifacts/.+", () => ({ page: "of a run" })],
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
    "GET /runs/([^/]+)/sweeps/([^/]+)/cells/(\\d+)/series",
    ([run = "", backtest = "", cell]) => sampleTrades(run, backtest, Number(cell)),
  ],
  ["GET /compare", (_, { url }) => sampleCompare(url.searchParams.getAll("c"))],
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
