import { pathToFileURL } from "node:url";
import { AppError } from "../../../../core/errors/app-error.ts";
import { isMap } from "../../../../core/values/document-shape.ts";
import { timeframeMs } from "../../../bars/timeframe.ts";
import { startOfSpan } from "../../answers/span-cursor.ts";
import type { BarsPage, BarsRequest, FoundInstrument, SourceBar, SourceContext } from "../../source.ts";
import { invalidAnswer } from "../../source-error.ts";
import type { SourceDefinition } from "../define-source.ts";
import type { OwnCode } from "../own-questions.ts";
import { patiently } from "./ccxt-errors.ts";

/** What we use of an exchange of ccxt. */
interface Exchange {
  readonly timeframes: Readonly<Record<string, unknown>> | undefined;
  readonly has: Readonly<Record<string, unknown>>;
  /** Milliseconds between two requests, as its authors hold for polite. */
  readonly rateLimit: number;
  urls: Readonly<Record<string, unknown>>;
  timeout: number;
  fetchImplementation: (
    url: string,
    request: { readonly headers?: Readonly<Record<string, string>> },
  ) => Promise<Response>;
  loadMarkets(): Promise<Readonly<Record<string, unknown>>>;
  fetchOHLCV(
    symbol: string,
    timeframe: string,
    since: number,
    limit?: number,
  ): Promise<readonly (readonly unknown[])[]>;
}

type Code = Extract<OwnCode, { readonly kind: "ccxt" }>;

/** Waiting for a turn, and again after an outage, is ours: the package must not give up meanwhile. */
const TIMEOUT_MS = 3_600_000;
const MOST_EMPTY = 3;
const MOST_FOUND = 1000;

/**
 * An exchange of the package ccxt as a source. Its requests are made by Nightgrid, with its limits; what an answer means, ccxt says.
 *
 * @throws AppError SOURCE_INVALID when the package cannot be loaded, or has no such exchange with bars
 */
export async function ccxtSource(code: Code): Promise<SourceDefinition> {
  const name = `ccxt:${code.exchange}`;
  const open = await exchangeMaker(code);
  const exchange = open();
  const timeframes = Object.keys(exchange.timeframes ?? {}).filter((each) => /^[1-9]\d{0,3}(m|h|d|w|M)$/.test(each));
  if (exchange.has["fetchOHLCV"] !== true || timeframes.length === 0) {
    throw new AppError("SOURCE_INVALID", `${name}: ccxt has no bars of this exchange, or only makes them of trades`, {
      hint: "Take another exchange, or write a source of your own: docs/data-sources-own.md.",
    });
  }
  const variable = `CCXT_${code.exchange.toUpperCase()}_BASE_URL`;
  const opened = (context: SourceContext): Exchange => asking(open(), context, context.env(variable));
  return {
    description: `${code.exchange}, by the package ccxt ${code.version}`,
    timeframes,
    callsPerMinute: Math.max(1, Math.min(1200, Math.floor(60_000 / Math.max(exchange.rateLimit, 1)))),
    settings: [variable],
    revises: false,
    timeoutSeconds: 60,
    bars: (request, context) => bars(opened(context), request, { context, name }),
    search: (text, context) => search(opened(context), text, { context, name }),
  };
}

async function exchangeMaker({ exchange, entry }: Code): Promise<() => Exchange> {
  const loaded = (await import(pathToFileURL(entry).href)) as Readonly<Record<string, unknown>>;
  const library = isMap(loaded["default"]) || typeof loaded["default"] === "function" ? loaded["default"] : loaded;
  const known: unknown = Reflect.get(library, "exchanges");
  const Made: unknown = Reflect.get(library, exchange);
  if (Array.isArray(known) && known.includes(exchange) && typeof Made === "function") {
    return () => Reflect.construct(Made, [{ enableRateLimit: false, timeout: TIMEOUT_MS }]) as Exchange;
  }
  throw new AppError("SOURCE_INVALID", `ccxt has no exchange "${exchange}"`, {
    hint: `Its names are in lower case, such as ${["kraken", "coinbase", "okx"].map((each) => `ccxt:${each}`).join(", ")}.`,
  });
}

/** Its requests go by `context.get`: they take turns, are bounded, and end with the fetching. */
function asking(exchange: Exchange, context: SourceContext, base: string | undefined): Exchange {
  exchange.fetchImplementation = async (url, { headers = {} }) => {
    const plain = Object.fromEntries(Object.entries(headers).filter(([header]) => !/^accept-encoding$/i.test(header)));
    const answer = await context.get({ url, headers: plain });
    const isBodiless = [204, 205, 304].includes(answer.status);
    return new Response(isBodiless ? null : Buffer.from(answer.body), {
      status: answer.status,
      headers: answer.headers,
    });
  };
  if (base !== undefined) exchange.urls = { ...exchange.urls, api: rebased(exchange.urls["api"], base) };
  return exchange;
}

/** The same paths at another address. */
function rebased(urls: unknown, base: string): unknown {
  if (isMap(urls)) return Object.fromEntries(Object.entries(urls).map(([key, each]) => [key, rebased(each, base)]));
  return typeof urls === "string" ? urls.replace(/^https?:\/\/[^/]*/, base.replace(/\/+$/, "")) : urls;
}

interface Asked {
  readonly context: SourceContext;
  readonly name: string;
}

/** The cursor is the opening time, in milliseconds, of the first bar that is still to come. */
async function* bars(
  exchange: Exchange,
  request: BarsRequest,
  asked: Asked,
): AsyncGenerator<BarsPage, void, undefined> {
  const { instrument, timeframe, to } = request;
  const { name } = asked;
  const barMs = timeframeMs(timeframe);
  await patiently(name, asked.context, () => exchange.loadMarkets());
  let from = startOfSpan(name, request);
  // What an exchange has of long ago may begin later, and some leave out spans without a trade.
  for (let empty = 0; from < to; ) {
    const rows = await patiently(name, asked.context, () => exchange.fetchOHLCV(instrument, timeframe, from));
    if (!Array.isArray(rows)) throw invalidAnswer(name, "its bars are no list");
    const found = sorted(rows.map(barOf)).filter(({ time }) => time >= from && time < to);
    const last = found.at(-1);
    const isPast = last === undefined && rows.length > 0;
    empty = last === undefined ? empty + 1 : 0;
    const next = last === undefined ? to : last.time + barMs;
    const isEnd = isPast || empty >= MOST_EMPTY || last === undefined || next >= to;
    yield { bars: found, next: isEnd ? null : String(next) };
    if (isEnd) return;
    from = next;
  }
}

function barOf(row: readonly unknown[]): SourceBar {
  const [time = Number.NaN, open = Number.NaN, high = Number.NaN, low = Number.NaN, close = Number.NaN, volume] =
    row.map((each) => (typeof each === "number" ? each : Number.NaN));
  return { time, open, high, low, close, volume: volume === undefined || Number.isNaN(volume) ? 0 : volume };
}

/** Some give the newest first, and the bar that a page ended with again. */
function sorted(bars: readonly SourceBar[]): readonly SourceBar[] {
  const ascending = bars.toSorted((a, b) => a.time - b.time);
  return ascending.filter(({ time }, index) => time !== ascending[index - 1]?.time);
}

async function search(exchange: Exchange, text: string, { context, name }: Asked): Promise<readonly FoundInstrument[]> {
  const markets = await patiently(name, context, () => exchange.loadMarkets());
  const wanted = text.trim().toUpperCase();
  return Object.keys(markets)
    .filter((symbol) => symbol.toUpperCase().includes(wanted))
    .slice(0, MOST_FOUND)
    .map((symbol) => ({ id: symbol, symbol, name: nameOf(markets[symbol]) }));
}

function nameOf(market: unknown): string {
  const type = isMap(market) ? market["type"] : undefined;
  return typeof type === "string" ? type : "";
}
