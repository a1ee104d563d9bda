import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CoingeckoServer, startCoingecko } from "../../support/sources/coingecko-server.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 180_000;
const DAY = 86_400_000;
const project = await createCliProject();
const FIRST = Math.floor(Date.now() / DAY) * DAY - 300 * DAY;
const FROM = new Date(FIRST).toISOString().slice(0, 10);
/** The list that the older system kept. */
const TOKENS = JSON.stringify([
  { symbol: "BTC", id: "bitcoin" },
  { symbol: "ETH", id: "ethereum" },
]);
const BACKFILL = ["data", "backfill", "tokens.json", "--from", FROM];

let server: CoingeckoServer;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  server = await startCoingecko();
  env = { COINGECKO_BASE_URL: server.url, COINGECKO_CALLS_PER_MINUTE: "6000" };
  project.write("tokens.json", TOKENS);
});
afterAll(() => server[Symbol.asyncDispose]());

interface Row {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

async function rowsOf(symbol: string): Promise<readonly Row[]> {
  const { rows } = await project.database.pool.query<Row>(
    `select extract(epoch from ts)::float8 * 1000 as time, open, high, low, close, volume
     from nightgrid.ohlcv where source = 'coingecko' and timeframe = '1d' and symbol = $1 order by ts`,
    [symbol],
  );
  return rows;
}

/** What the server would tell of each day that is over. */
function truthOf(id: string): readonly Row[] {
  const today = Math.floor(Date.now() / DAY) * DAY;
  return Array.from({ length: (today - FIRST) / DAY }, (_, day) => server.dayBar(id, FIRST + day * DAY));
}

describe("prices over the wire", () => {
  it(
    "are each kept once, and as they were told, by a backfill that was killed twice on its way",
    async () => {
      for (const pages of [1, 2]) {
        let held = server.hold();
        const killed = project.start(BACKFILL, env);
        for (let page = 0; page < pages; page++) {
          await held.arrived();
          const before = held;
          held = server.hold();
          before.go();
        }
        await held.arrived();
        killed.child.kill("SIGKILL");
        await killed.ended;
        held.go();
        const kept = await rowsOf("BTC");
        expect(kept.length).toBeLessThan(truthOf("bitcoin").length);
        expect(kept).toEqual(truthOf("bitcoin").slice(0, kept.length));
      }
      const kept = (await rowsOf("BTC")).length;
      expect(kept).toBeGreaterThan(0);
      const calls = server.calls.length;
      const { code } = await project.run(BACKFILL, env);
      expect(code).toBe(0);
      expect(await rowsOf("BTC")).toEqual(truthOf("bitcoin"));
      expect(await rowsOf("ETH")).toEqual(truthOf("ethereum"));
      // It went on after what was kept: from then on, not from the beginning.
      const asked = server.calls.slice(calls).filter(({ path }) => path.includes("bitcoin/market_chart"));
      expect(Math.min(...asked.map(({ query }) => 1000 * Number(query.get("from"))))).toBeGreaterThan(FIRST + DAY);
    },
    TIMEOUT,
  );

  it(
    "that are known are not asked for again, and are traded without the source",
    async () => {
      const calls = server.calls.length;
      const again = await project.json("fetched_prices", BACKFILL, env);
      expect(again.code).toBe(0);
      expect(server.calls.slice(calls).filter(({ path }) => path.includes("market_chart"))).toEqual([]);
      project.write(
        "dags/coins.yaml",
        `id: coins
backtest:
  strategy: sma_cross
  data: { source: coingecko, symbols: [BTC], timeframe: 1d }
  param_grid: { fast: [5, 10], slow: [20, 40] }
alerts: []
`,
      );
      const { code, document } = await project.json("run", ["run", "coins"], {
        COINGECKO_BASE_URL: "http://127.0.0.1:1",
      });
      expect([code, document.state, document.cells.succeeded]).toEqual([0, "succeeded", 4]);
    },
    TIMEOUT,
  );

  it(
    "that the source has changed are named, and what they were stays readable",
    async () => {
      const day = new Date(FIRST + 40 * DAY).toISOString().slice(0, 10);
      const before = server.dayBar("bitcoin", FIRST + 40 * DAY);
      const { rows } = await project.database.pool.query<{ now: Date }>("select now()");
      server.revise(day, 1.25);
      const said = await project.run(
        ["data", "fetch", "coingecko", "bitcoin", "--as", "BTC", "--from", FROM, "--again"],
        env,
      );
      expect(said.code).toBe(0);
      expect(said.stdout + said.stderr).toContain(day);
      const after = (await rowsOf("BTC"))[40];
      expect(after?.close).toBeCloseTo(before.close * 1.25, 8);
      const { document } = await project.json("prices", [
        "data",
        "show",
        "coingecko",
        "BTC",
        "--from",
        day,
        "--limit",
        "0",
        "--as-of",
        rows[0]?.now.toISOString() ?? "",
      ]);
      expect(document.bars[0]).toMatchObject({ close: before.close });
    },
    TIMEOUT,
  );

  it(
    "that a source does not have, or a symbol that stands for something else, are refused with a way out",
    async () => {
      const unknown = await project.run(["data", "fetch", "coingecko", "bitcion", "--as", "X", "--from", FROM], env);
      expect(unknown.code).not.toBe(0);
      expect(unknown.stdout + unknown.stderr).toContain("nightgrid data search coingecko bitcion");
      const taken = await project.run(["data", "fetch", "coingecko", "batcat", "--from", FROM], env);
      expect(taken.stdout + taken.stderr).toContain("--as");
      expect(taken.code).not.toBe(0);
    },
    TIMEOUT,
  );

  it(
    "that a plan does not reach are told with the days that it does, and not as a fault of the key",
    async () => {
      server.fail("too-old");
      const said = await project.run(["data", "fetch", "coingecko", "ethereum", "--as", "OLD", "--from", FROM], env);
      const text = said.stdout + said.stderr;
      expect(said.code).not.toBe(0);
      expect(text).toMatch(/nightgrid data fetch coingecko ethereum --as OLD --timeframe 1d --from \d{4}-\d\d-\d\d/);
      expect(text).not.toContain("SOURCE_KEY_REFUSED");
      expect(await rowsOf("OLD")).toEqual([]);
    },
    TIMEOUT,
  );

  it(
    "are waited for through limits that are told with status 200, and asked for again after answers that were cut",
    async () => {
      server.fail("429-as-200", "cut");
      const solana = ["data", "fetch", "coingecko", "solana", "--as", "SOL", "--from", FROM];
      const { code } = await project.run(solana, env);
      expect(code).toBe(0);
      expect(await rowsOf("SOL")).toEqual(truthOf("solana"));
    },
    TIMEOUT,
  );
});
