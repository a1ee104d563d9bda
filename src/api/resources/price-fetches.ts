import { Type } from "typebox";
import { priceFetchJson, priceFetchPageJson } from "../../contract/json/data/price-service-json.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { askForPrices, requirePriceFetch, stopPriceFetch } from "../../runs/ingest/asked/ask-for-prices.ts";
import { priceFetchPage } from "../../runs/query/prices/fetch-page.ts";
import type { PriceFetchRequest } from "../../store/prices/price-fetches.ts";
import { accepted, ok } from "../routing/answer.ts";
import { type Route, route } from "../routing/route.ts";
import { cursorKey, limitKey, reasonField, requireAllDags } from "./parts.ts";

const tag = "data";
const LONGEST_NAME = 100;
const MOST_SYMBOLS = 1000;

const name = (description: string) => Type.String({ minLength: 1, maxLength: LONGEST_NAME, description });
const timeframe = Type.String({ minLength: 1, maxLength: 10, description: "length of a bar" });
const fetchParam = { fetch: Type.String({ pattern: "^\\d{1,18}$", maxLength: 18, description: "its number" }) };
const FETCH = { description: "how far it is", document: "price_fetch" } as const;

export const PRICE_FETCH_ROUTES: readonly Route[] = [
  route({
    method: "POST",
    path: "/api/v1/data/update",
    id: "updatePrices",
    summary:
      "Fetch the missing tail of the prices that there are, or of some of them. A worker does it; events of the kind `prices` tell how far it is.",
    tag,
    role: "operator",
    body: Type.Object(
      {
        source: Type.Optional(name("only of this source")),
        symbols: Type.Optional(Type.Array(name("a symbol"), { minItems: 1, maxItems: MOST_SYMBOLS })),
        timeframe: Type.Optional(timeframe),
        reason: reasonField,
      },
      { additionalProperties: false },
    ),
    example: { source: "coingecko" },
    answers: { 202: FETCH },
    handle: async ({ body, principal, act }, { project, prices }) => {
      requireAllDags(principal);
      const { source = null, symbols = null, timeframe: length = null, reason } = body;
      const request: PriceFetchRequest = { kind: "update", source, symbols, timeframe: length };
      const { database } = project.deps;
      const row = await askForPrices(request, act(reason), { database, sources: prices.sources });
      return accepted(priceFetchJson(row), `/api/v1/data/fetches/${row.id}`);
    },
  }),
  route({
    method: "POST",
    path: "/api/v1/data/fetches",
    id: "fetchPrices",
    summary: "Fetch an instrument of a source. A worker does it; only what nobody has answered yet is asked for.",
    tag,
    role: "operator",
    body: Type.Object(
      {
        source: name("a source"),
        instrument: name("what the source calls it, or a known symbol"),
        as: Type.Optional(name("the symbol under which it is kept")),
        timeframe: Type.Optional(timeframe),
        from: Type.Optional(Type.String({ format: "date", description: "first day" })),
        to: Type.Optional(Type.String({ format: "date", description: "last day" })),
        adjustment: Type.Optional(name("what prices are adjusted for")),
        again: Type.Optional(Type.Boolean({ description: "also what is there, to find revisions" })),
        reason: reasonField,
      },
      { additionalProperties: false },
    ),
    example: { source: "coingecko", instrument: "bitcoin", as: "BTC", from: "2026-01-01" },
    answers: { 202: FETCH },
    handle: async ({ body, principal, act }, { project, prices }) => {
      requireAllDags(principal);
      const { database } = project.deps;
      const { source, instrument, as = null, adjustment = null, again = false, from, to } = body;
      const row = await askForPrices(
        {
          kind: "fetch",
          source,
          instrument,
          as,
          timeframe: body.timeframe ?? "1d",
          from: from === undefined ? null : Date.parse(from),
          to: to === undefined ? null : Date.parse(to) + DAY_MS,
          adjustment,
          again,
        },
        act(body.reason),
        { database, sources: prices.sources },
      );
      return accepted(priceFetchJson(row), `/api/v1/data/fetches/${row.id}`);
    },
  }),
  route({
    method: "GET",
    path: "/api/v1/data/fetches",
    id: "listPriceFetches",
    summary: "What was asked to be fetched of prices.",
    tag,
    role: "viewer",
    query: { limit: limitKey(100, 20), cursor: cursorKey },
    answers: { 200: { description: "the latest first", document: "price_fetch_page" } },
    handle: async ({ query }, { project }) =>
      ok(priceFetchPageJson(await priceFetchPage(project.deps.database, query))),
  }),
  route({
    method: "GET",
    path: "/api/v1/data/fetches/:fetch",
    id: "showPriceFetch",
    summary: "How far fetching is, and what has come.",
    tag,
    role: "viewer",
    params: fetchParam,
    answers: { 200: FETCH },
    handle: async ({ params }, { project }) =>
      ok(priceFetchJson(await requirePriceFetch(project.deps.database, params.fetch))),
  }),
  route({
    method: "POST",
    path: "/api/v1/data/fetches/:fetch/cancel",
    id: "cancelPriceFetch",
    summary: "End fetching after the page that is being written. What has come stays.",
    tag,
    role: "operator",
    params: fetchParam,
    body: Type.Object({ reason: reasonField }, { additionalProperties: false }),
    example: {},
    answers: { 202: FETCH },
    handle: async ({ params, body, principal, act }, { project }) => {
      requireAllDags(principal);
      const row = await stopPriceFetch(project.deps.database, params.fetch, act(body.reason));
      return accepted(priceFetchJson(row), `/api/v1/data/fetches/${row.id}`);
    },
  }),
];
