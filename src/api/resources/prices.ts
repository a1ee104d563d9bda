import { Type } from "typebox";
import { foundInstrumentsJson, verifiedPricesJson } from "../../contract/json/data/prices-json.ts";
import { barPageJson, seriesPageJson } from "../../contract/json/data/price-service-json.ts";
import { describeSources } from "../../runs/ingest/look/describe-sources.ts";
import { searchInstruments } from "../../runs/ingest/look/search-instruments.ts";
import { verifyPrices } from "../../runs/ingest/look/verify-prices.ts";
import { barPage } from "../../runs/query/prices/bar-page.ts";
import { seriesPage } from "../../runs/query/prices/series-page.ts";
import { ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { cursorKey, limitKey } from "./parts.ts";

const tag = "data";
const LONGEST_NAME = 200;
const MOST_SERIES = 200;
const MOST_BARS = 10_000;
const MOST_FOUND = 50;

const name = (description: string) => Type.String({ minLength: 1, maxLength: LONGEST_NAME, description });
const sourceKey = name("a source, such as `coingecko`");
const symbolKey = name("as in `data.symbols` of a DAG file");
const timeframeKey = Type.String({ minLength: 1, maxLength: 10, default: "1d", description: "length of a bar" });
const momentKey = (description: string) => Type.Optional(Type.String({ format: "date-time", description }));

export const PRICE_ROUTES: readonly Route[] = [
  route({
    method: "GET",
    path: "/api/v1/data/sources",
    id: "listSources",
    summary: "Where prices can be fetched from, and whether their keys are set. Never the keys.",
    tag,
    role: "viewer",
    answers: { 200: { description: "in the order of the registry", document: "price_sources" } },
    handle: async (_request, { prices, project }) =>
      ok({ sources: describeSources(await prices.sources.list(), { env: prices.env, now: project.deps.clock.now() }) }),
  }),
  route({
    method: "GET",
    path: "/api/v1/data/series",
    id: "listSeries",
    summary: "The prices that there are: spans that were answered, bars by month, revisions.",
    tag,
    role: "viewer",
    query: {
      source: Type.Optional(sourceKey),
      symbol: Type.Optional(symbolKey),
      timeframe: Type.Optional(Type.String({ maxLength: 10, description: "only bars of this length" })),
      limit: limitKey(MOST_SERIES, 100),
      cursor: cursorKey,
    },
    answers: { 200: { description: "a page of series", document: "price_series_page" } },
    handle: async ({ query }, { project }) => {
      const { source, symbol, timeframe, limit, cursor } = query;
      const filter = {
        ...(source !== undefined && { source }),
        ...(symbol !== undefined && { symbols: [symbol] }),
        ...(timeframe !== undefined && { timeframe }),
      };
      return ok(seriesPageJson(await seriesPage(project.deps.database, filter, { limit, cursor })));
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/data/bars",
    id: "listBars",
    summary: "Bars of one series, as they are known or were known at a moment.",
    tag,
    role: "viewer",
    query: {
      source: sourceKey,
      symbol: symbolKey,
      timeframe: timeframeKey,
      from: momentKey("bars that open from then on"),
      to: momentKey("bars that open before then"),
      as_of: momentKey("as they were known then; absent: now"),
      limit: limitKey(MOST_BARS, 500),
      cursor: cursorKey,
    },
    answers: { 200: { description: "a page of bars, the latest first", document: "bar_page" } },
    handle: async ({ query }, { project }) => {
      const { source, symbol, timeframe, from, to, as_of: asOf, limit, cursor } = query;
      const page = await barPage(project.deps.database, {
        key: { source, symbol, timeframe },
        from: from === undefined ? null : Date.parse(from),
        to: to === undefined ? null : Date.parse(to),
        asOf: asOf === undefined ? null : new Date(asOf),
        limit,
        cursor,
      });
      return ok(barPageJson(page));
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/data/problems",
    id: "verifyBars",
    summary:
      "What is odd about the bars of a symbol: gaps, spans that were never asked for, bars that begin where none can.",
    tag,
    role: "viewer",
    query: { source: sourceKey, symbol: symbolKey },
    answers: { 200: { description: "of every length of bars that there is", document: "verified_prices" } },
    handle: async ({ query: { source, symbol } }, { project }) => {
      const { database } = project.deps;
      return ok(verifiedPricesJson(await verifyPrices({ source, symbols: [symbol] }, { database })));
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/data/instruments",
    id: "searchInstruments",
    summary: "Instruments of a source whose name holds a text. The source is asked.",
    tag,
    role: "operator",
    query: { source: sourceKey, text: name("a part of a name, a symbol or an id"), limit: limitKey(MOST_FOUND, 20) },
    answers: { 200: { description: "the best first", document: "found_instruments" } },
    handle: async ({ query: { source, text, limit }, signal }, { prices, project }) => {
      const { database, clock } = project.deps;
      const deps = { ...prices, database, clock, random: Math.random };
      const found = await searchInstruments(source, text, { deps, watch: { signal } });
      return ok(foundInstrumentsJson({ source, text, found, limit }));
    },
  }),
];
