import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CoingeckoServer, startCoingecko } from "../../support/sources/coingecko-server.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 180_000;
const DAY = 86_400_000;
const project = await createCliProject();
const today = Math.floor(Date.now() / DAY) * DAY;
const START = new Date(today - 120 * DAY).toISOString().slice(0, 10);

/** The source revises: the last five bars are asked for again. */
const OVERLAP_S = 5 * 86_400;

let server: CoingeckoServer;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  server = await startCoingecko();
  env = { COINGECKO_BASE_URL: server.url, COINGECKO_CALLS_PER_MINUTE: "6000" };
});
afterAll(() => server[Symbol.asyncDispose]());

function dag(id: string, more = "", before = "[update_data, check_data]"): void {
  project.write(
    `dags/${id}.yaml`,
    `id: ${id}
backtest:
  strategy: sma_cross
  data: { source: coingecko, symbols: [bitcoin], timeframe: 1d }
  start_date: ${START}
  param_grid: { fast: [5, 10], slow: [20, 40] }
before_backtest: ${before}
alerts: []
${more}`,
  );
}

const charts = (from: number) => server.calls.slice(from).filter(({ path }) => path.includes("market_chart"));

describe("update_data", () => {
  it(
    "fetches what a run trades before its data are frozen, and nothing of it twice",
    async () => {
      dag("coins");
      const first = await project.json("run", ["run", "coins"], env);
      expect([first.code, first.document.state, first.document.cells.succeeded]).toEqual([0, "succeeded", 4]);
      const calls = server.calls.length;
      const second = await project.json("run", ["run", "coins"], env);
      expect([second.code, second.document.state]).toEqual([0, "succeeded"]);
      expect(charts(calls)).toEqual([]);
      const log = await project.run(["logs", "last"], env);
      expect(log.stdout).toContain("bitcoin 1d: 0 new bars, 0 revised");
    },
    TIMEOUT,
  );

  it(
    "fails with what the source said when it is away, or goes on with the bars that are there",
    async () => {
      const away = { ...env, COINGECKO_BASE_URL: "http://127.0.0.1:1" };
      // A day that was never asked for: otherwise there is nothing to fetch.
      const earlier = new Date(today - 130 * DAY).toISOString().slice(0, 10);
      const text = (id: string, options: string) => {
        dag(id, "retry: { limit: 0 }\n", `[{ update_data: ${options} }]`);
        const file = path.join(project.home, `dags/${id}.yaml`);
        project.write(`dags/${id}.yaml`, readFileSync(file, "utf8").replace(START, earlier));
      };
      text("strict", "{}");
      const failed = await project.json("run", ["run", "strict"], away);
      expect([failed.code, failed.document.state]).toEqual([5, "failed"]);
      expect(failed.document.reason).toContain("coingecko");
      text("patient", "{ on_error: keep }");
      const kept = await project.json("run", ["run", "patient"], away);
      expect([kept.code, kept.document.state]).toEqual([0, "succeeded"]);
      const { stdout } = await project.run(["logs", "last"], env);
      expect(stdout).toContain("the bars that are there are used, the last of");
    },
    TIMEOUT,
  );

  it(
    "says which command gets an id that the source does not know",
    async () => {
      project.write(
        "dags/unknown.yaml",
        `id: unknown
backtest:
  strategy: sma_cross
  data: { source: coingecko, symbols: [BTC9], timeframe: 1d }
before_backtest: [update_data]
alerts: []
`,
      );
      const { code, document } = await project.json("run", ["run", "unknown"], env);
      expect([code, document.state]).toEqual([5, "failed"]);
      expect(document.reason).toContain('coingecko has no "BTC9"');
    },
    TIMEOUT,
  );

  it(
    "is taken over when its worker is killed, and asks for no page again that was kept",
    async () => {
      project.write(
        "dags/ether.yaml",
        `id: ether
backtest:
  strategy: sma_cross
  data: { source: coingecko, symbols: [ethereum], timeframe: 1d }
  start_date: ${new Date(today - 300 * DAY).toISOString().slice(0, 10)}
before_backtest: [update_data]
alerts: []
`,
      );
      let held = server.hold();
      const killed = project.start(["worker"], env);
      const { document } = await project.json("started_run", ["run", "ether", "--detach"], env);
      await held.arrived();
      const before = held;
      held = server.hold();
      before.go();
      // The first page is kept by now: the second one is asked for.
      await held.arrived();
      killed.child.kill("SIGKILL");
      await killed.ended;
      held.go();
      const calls = server.calls.length;
      const firstFrom = Number(
        charts(0)
          .findLast(({ path: of }) => of.includes("ethereum"))
          ?.query.get("from"),
      );
      const successor = project.start(["worker"], env);
      const ended = await project.run(["logs", document.run_id, "-f"], env);
      expect(ended.code).toBe(0);
      const { document: run } = await project.json("run", ["show", document.run_id], env);
      expect(run.state).toBe("succeeded");
      const again = charts(calls).filter(({ path: of }) => of.includes("ethereum"));
      expect(again.length).toBeGreaterThan(0);
      expect(Math.min(...again.map(({ query }) => Number(query.get("from"))))).toBeGreaterThanOrEqual(
        firstFrom - OVERLAP_S,
      );
      successor.child.kill("SIGTERM");
      await successor.ended;
    },
    TIMEOUT,
  );

  it(
    "asks once for what two runs want at the same time",
    async () => {
      for (const id of ["one", "two"]) {
        project.write(
          `dags/${id}.yaml`,
          `id: ${id}
backtest:
  strategy: sma_cross
  data: { source: coingecko, symbols: [solana], timeframe: 1d }
  start_date: ${START}
before_backtest: [update_data]
alerts: []
`,
        );
      }
      const calls = server.calls.length;
      const both = await Promise.all(["one", "two"].map((id) => project.json("run", ["run", id], env)));
      expect(both.map(({ document }) => document.state)).toEqual(["succeeded", "succeeded"]);
      const asked = charts(calls).map(({ query }) => `${query.get("from")} ${query.get("to")}`);
      expect(new Set(asked).size).toBe(asked.length);
      const supplies = server.calls.slice(calls).filter(({ path: of }) => of === "/coins/solana");
      expect(supplies.length).toBeLessThanOrEqual(1);
    },
    TIMEOUT,
  );
});
