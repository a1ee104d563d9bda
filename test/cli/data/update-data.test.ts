import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CoingeckoServer, startCoingecko } from "../../support/sources/coingecko-server.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 180_000;
const DAY = 86_400_000;
const project = await createCliProject();
const today = Math.floor(Date.now() / DAY) * DAY;
const START = new Date(today - 120 * DAY).toISOString().slice(0, 10);

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
});
