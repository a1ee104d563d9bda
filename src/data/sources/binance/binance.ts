import type { BarsPage, BarsRequest, FoundInstrument, Source, SourceContext } from "../source.ts";
import { invalidAnswer } from "../source-error.ts";
import { knownTimeframe } from "../answers/known-timeframe.ts";
import { parseAnswer } from "../answers/answer-text.ts";
import { listOf, textOf } from "../answers/read-value.ts";
import { startOfSpan } from "../answers/span-cursor.ts";
import { archiveAt, archivePage, wantsArchives } from "./archives.ts";
import { classifyBinance } from "./classify-binance.ts";
import { addressOf, BINANCE, NAME, TIMEFRAMES } from "./binance-settings.ts";
import { klinesPage } from "./klines-page.ts";

/** Every symbol with its filters: some 15 MB. */
const SYMBOLS_BYTES = 100 * 1024 * 1024;
const MOST_FOUND = 100;

/** Spot markets of Binance: raw bars that are never revised, back to the day on which a pair was listed. No key. */
export const binance: Source = {
  name: NAME,
  description: "Spot markets of Binance, from the exchange itself; long spans from its public archives",
  capabilities: () => ({
    timeframes: Object.keys(TIMEFRAMES),
    // A request of bars weighs 2 of the 6,000 a minute that an address may use; others behind it need some, too.
    callsPerMinute: 1200,
    earliest: () => "2017-07-14",
    maxSpanMs: null,
    keyNames: [],
    needsKey: false,
    adjustments: ["raw"],
    revises: false,
  }),
  search,
  bars,
  classify: classifyBinance,
};

async function search(text: string, context: SourceContext): Promise<readonly FoundInstrument[]> {
  const url = `${addressOf(BINANCE.api, context)}/api/v3/exchangeInfo?permissions=SPOT&showPermissionSets=false`;
  const answer = parseAnswer(NAME, await context.get({ url, maxBytes: SYMBOLS_BYTES }));
  const symbols = listOf(answer, "symbols");
  if (symbols === null) throw invalidAnswer(NAME, "its list of symbols has no symbols");
  const wanted = text.trim().toUpperCase();
  return symbols
    .map((one) => ({ id: textOf(one, "symbol"), base: textOf(one, "baseAsset"), quote: textOf(one, "quoteAsset") }))
    .filter(({ id, base, quote }) => id !== "" && [id, `${base}/${quote}`].some((name) => name.includes(wanted)))
    .slice(0, MOST_FOUND)
    .map(({ id, base, quote }) => ({ id, symbol: id, name: `${base}/${quote}` }));
}

/** The cursor is the opening time, in milliseconds, of the first bar that is still to come. */
async function* bars(request: BarsRequest, context: SourceContext): AsyncGenerator<BarsPage, void, undefined> {
  knownTimeframe(NAME, request.timeframe, TIMEFRAMES);
  const useArchives = wantsArchives(request, context);
  // What is missing is asked for once, of the API.
  const missing = new Set<string>();
  for (let at = startOfSpan(NAME, request); at < request.to; ) {
    const archive = useArchives ? archiveAt(at, request, { now: context.now, missing }) : null;
    const page =
      archive === null ? await klinesPage(at, request, context) : await archivePage(at, archive, request, context);
    if (page === null) {
      missing.add(archive?.file ?? "");
      continue;
    }
    at = Math.max(page.until, at + 1);
    yield { bars: page.bars, next: at < request.to ? String(at) : null };
  }
}
