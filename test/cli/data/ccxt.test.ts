import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PriceServer, priceServer } from "../../data/sources/support/price-server.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 180_000;
const DAY = 86_400_000;
const FIRST = Date.UTC(2024, 0, 1);
const CLOSES = Array.from({ length: 120 }, (_, index) => 100 + (index % 10));
const SPAN = ["--from", "2024-01-01", "--to", "2024-04-29"];
const project = await createCliProject();

/** A package of the shape of ccxt, with one exchange: what is the real one's own, addresses and errors, and no more. */
const PACKAGE_LIKE_CCXT = `class BaseError extends Error {}
class ExchangeError extends BaseError {}
class BadSymbol extends ExchangeError {}
class OperationFailed extends BaseError {}
class RateLimitExceeded extends OperationFailed {}
class kraken {
  timeframes = { "1d": 1440 };
  has = { fetchOHLCV: true };
  rateLimit = 50;
  urls = { api: { public: "https://exchange.example" } };
  async ask(path) {
    const answer = await this.fetchImplementation(this.urls.api.public + path, { headers: { "Accept-Encoding": "gzip" } });
    if (answer.status === 429) throw new RateLimitExceeded("kraken slow down");
    return answer.json();
  }
  loadMarkets() { return this.ask("/markets"); }
  async fetchOHLCV(symbol, timeframe, since) {
    if (symbol !== "BTC/USD") throw new BadSymbol("kraken does not have market symbol " + symbol);
    return this.ask("/ohlc?since=" + since);
  }
}
module.exports = { exchanges: ["kraken"], kraken };
`;

describe("an exchange of ccxt", () => {
  let server: PriceServer;
  let limits = 1;
  beforeAll(async () => {
    server = await priceServer(({ url }) => {
      if (url.pathname === "/markets") return { body: { "BTC/USD": { type: "spot" } } };
      if (limits-- > 0) return { status: 429, body: "{}" };
      const since = Number(url.searchParams.get("since"));
      const bars = CLOSES.map((close, index) => [FIRST + index * DAY, close, close, close, close, 7]);
      return {
        body: bars
          .filter(([time = 0]) => time >= since)
          .slice(0, 50)
          .reverse(),
      };
    });
    project.write("node_modules/ccxt/package.json", '{ "name": "ccxt", "version": "4.0.0", "main": "index.cjs" }');
    project.write("node_modules/ccxt/index.cjs", PACKAGE_LIKE_CCXT);
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const env = () => ({ CCXT_KRAKEN_BASE_URL: server.url });

  it(
    "is fetched in its pages, newest first or not, after its limit, and knows its own errors",
    async () => {
      const { code } = await project.run(["data", "fetch", "ccxt:kraken", "BTC/USD", "--as", "BTC", ...SPAN], env());
      expect(code).toBe(0);
      const { rows } = await project.database.pool.query<{ close: number }>(
        "select close from nightgrid.ohlcv where source = 'ccxt:kraken' and symbol = 'BTC' order by ts",
      );
      expect(rows.map(({ close }) => close)).toEqual(CLOSES);
      const unknown = await project.run(["data", "fetch", "ccxt:kraken", "NO/PE", ...SPAN], env());
      expect([unknown.code, unknown.stdout]).toEqual([4, expect.stringContaining("does not have market symbol NO/PE")]);
      const none = await project.run(["data", "fetch", "ccxt:krakn", "BTC/USD"], env());
      expect([none.code, none.stdout]).toEqual([3, expect.stringContaining('no exchange "krakn"')]);
    },
    TIMEOUT,
  );
});
