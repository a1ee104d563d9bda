import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const HOUR = 3_600_000;
const DAY = 86_400_000;

/** What one answer is in place of the usual one. */
export type ServerFault =
  | "429"
  | "429-after-1"
  | "429-as-200"
  | "cut"
  | "half-json"
  | "500"
  | "slow"
  | "too-old"
  | "hang";

export interface CoingeckoServer extends AsyncDisposable {
  /** For COINGECKO_BASE_URL. */
  readonly url: string;
  /** Path and query of every call, in order, with the key that came along. */
  readonly calls: readonly {
    readonly path: string;
    readonly query: URLSearchParams;
    readonly at: number;
    readonly key: string | null;
  }[];
  /** The next answers, one each. */
  fail(...faults: readonly ServerFault[]): void;
  /** Calls of charts and coins wait until this is called with `go`; `arrived` resolves with the next that waits. */
  hold(): { readonly arrived: () => Promise<void>; go(): void };
  /** From now on the hours of that day are another price by this factor. */
  revise(day: string, factor: number): void;
  /** What a day is, by the hours that the server tells. */
  dayBar(
    id: string,
    day: number,
  ): {
    readonly time: number;
    readonly open: number;
    readonly high: number;
    readonly low: number;
    readonly close: number;
    readonly volume: number;
  };
  /** More calls than this in any minute are answered with 429. */
  limit(callsPerMinute: number): void;
  /** Calls that were above the limit. */
  readonly tooMany: number;
}

export const COINS = [
  { id: "bitcoin", symbol: "btc", name: "Bitcoin" },
  { id: "batcat", symbol: "btc", name: "batcat" },
  { id: "ethereum", symbol: "eth", name: "Ethereum" },
  { id: "solana", symbol: "sol", name: "Solana" },
];

/** Plays the API of CoinGecko, version 3, in the shapes, limits and errors of its documentation, with invented prices. */
export async function startCoingecko({ oldestDays = Number.POSITIVE_INFINITY } = {}): Promise<CoingeckoServer> {
  const calls: CoingeckoServer["calls"][number][] = [];
  const faults: ServerFault[] = [];
  const revised = new Map<number, number>();
  let perMinute = Number.POSITIVE_INFINITY;
  let tooMany = 0;
  let gate: Promise<void> | null = null;
  let onArrived: (() => void) | null = null;

  const priceAt = (id: string, time: number): number => {
    const seed = Array.from(id).reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
    const hours = Math.floor(time / HOUR);
    const wave = 1 + 0.05 * Math.sin(hours / 17 + seed) + 0.01 * Math.sin(hours * 1.7);
    return seed * wave * (revised.get(Math.floor(time / DAY)) ?? 1);
  };
  const volumeAt = (id: string, time: number): number => 1e6 * (2 + Math.sin(Math.floor(time / HOUR) / 5 + id.length));

  const chart = (id: string, from: number, to: number): object => {
    const isDaily = to - from > 90 * DAY;
    const step = isDaily ? DAY : HOUR;
    const times: number[] = [];
    // Points come some seconds after the hour, as they do.
    for (let at = Math.ceil(from / step) * step; at <= Math.min(to, Date.now()); at += step)
      times.push(at + (isDaily ? 0 : 7_123));
    const kept = times.filter((at) => at <= to && at <= Date.now());
    return {
      prices: kept.map((at) => [at, priceAt(id, at)]),
      market_caps: kept.map((at) => [at, priceAt(id, at) * 19e6]),
      total_volumes: kept.map((at) => [at, volumeAt(id, at)]),
    };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const header = request.headers["x-cg-demo-api-key"] ?? request.headers["x-cg-pro-api-key"] ?? null;
    calls.push({
      path: url.pathname,
      query: url.searchParams,
      at: Date.now(),
      key: typeof header === "string" ? header : null,
    });
    const recent = calls.filter(({ at }) => at > Date.now() - 60_000).length;
    if (recent > perMinute) {
      tooMany++;
      send(response, 429, LIMIT);
      return;
    }
    const fault = faults.shift();
    if (fault !== undefined && (await answerFault(fault, response))) return;
    const [, kind = "", id = "", what = "", more = ""] = url.pathname.split("/");
    if (kind === "coins" && id === "list") {
      send(response, 200, COINS);
      return;
    }
    if (kind !== "coins" || !COINS.some((coin) => coin.id === id)) {
      send(response, 404, { error: "coin not found" });
      return;
    }
    onArrived?.();
    if (gate !== null) await gate;
    if (what === "market_chart" && more === "range") {
      const from = 1000 * Number(url.searchParams.get("from"));
      const to = 1000 * Number(url.searchParams.get("to"));
      if (from < Date.now() - oldestDays * DAY) send(response, 401, TOO_OLD);
      else send(response, 200, chart(id, from, to));
    } else if (what === "ohlc") {
      send(response, 200, ohlc(id, Number(url.searchParams.get("days")), priceAt));
    } else {
      const last_updated = new Date().toISOString();
      send(response, 200, {
        id,
        market_data: { circulating_supply: 19_000_000.5, total_supply: 21e6, max_supply: null, last_updated },
      });
    }
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    get tooMany() {
      return tooMany;
    },
    fail: (...next) => void faults.push(...next),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      const arrived = (): Promise<void> => {
        const waiting = Promise.withResolvers<void>();
        onArrived = waiting.resolve;
        return waiting.promise;
      };
      return {
        arrived,
        go() {
          gate = null;
          onArrived = null;
          resolve();
        },
      };
    },
    revise: (day, factor) => void revised.set(Date.parse(day) / DAY, factor),
    dayBar(id, day) {
      const hours = Array.from({ length: 24 }, (_, hour) => day + hour * HOUR + 7_123);
      const prices = hours.map((at) => priceAt(id, at));
      return {
        time: day,
        open: prices[0] ?? 0,
        high: Math.max(...prices),
        low: Math.min(...prices),
        close: prices.at(-1) ?? 0,
        volume: volumeAt(id, hours.at(-1) ?? 0),
      };
    },
    limit: (callsPerMinute) => {
      perMinute = callsPerMinute;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const LIMIT = {
  status: {
    error_code: 429,
    error_message: "You've exceeded the Rate Limit. Please visit https://www.coingecko.com/en/api/pricing",
  },
};
const TOO_OLD = {
  error: {
    status: {
      timestamp: "2026-01-01T00:00:00.000+00:00",
      error_code: 10012,
      error_message:
        "Your request exceeds the allowed time range. Public API users are limited to querying historical data within the past 365 days.",
    },
  },
};

/** False when the usual answer is to follow. */
async function answerFault(fault: ServerFault, response: ServerResponse): Promise<boolean> {
  switch (fault) {
    case "429":
      send(response, 429, LIMIT);
      return true;
    case "429-after-1":
      response.setHeader("retry-after", "1");
      send(response, 429, LIMIT);
      return true;
    case "429-as-200":
      send(response, 200, LIMIT);
      return true;
    case "500":
      send(response, 500, { error: "internal" });
      return true;
    case "too-old":
      send(response, 401, TOO_OLD);
      return true;
    case "half-json":
      response.writeHead(200, { "content-type": "application/json" }).end('{"prices":[[17000000');
      return true;
    case "cut":
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" }).write('{"prices":[[17');
      await new Promise((resolve) => setImmediate(resolve));
      response.destroy();
      return true;
    case "slow":
      for (let part = 0; part < 3; part++) await new Promise((resolve) => setImmediate(resolve));
      return false;
    case "hang":
      return true;
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Stamped with the close, of a length that the days decide. */
function ohlc(id: string, days: number, priceAt: (id: string, time: number) => number): readonly (readonly number[])[] {
  const length = days <= 2 ? 30 * 60_000 : days <= 30 ? 4 * HOUR : 4 * DAY;
  const end = Math.floor(Date.now() / length) * length;
  const rows: (readonly number[])[] = [];
  for (let close = end - days * DAY + length; close <= end; close += length) {
    const [open, last] = [priceAt(id, close - length), priceAt(id, close - 1)];
    rows.push([close, open, Math.max(open, last), Math.min(open, last), last]);
  }
  return rows;
}
