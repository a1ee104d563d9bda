import type { Static } from "typebox";
import { PRICE_FETCH_STATES } from "../../../core/names/states.ts";
import { count, instant, list, nullable, object, oneOf, text } from "../parts.ts";
import { CoveredSeriesSchema, StoredBarSchema } from "./prices-schema.ts";

const nextCursor = nullable(text("hand it back as `cursor`"), "null on the last page");

export const SeriesPageSchema = object({
  items: list(CoveredSeriesSchema, "by source, symbol and timeframe"),
  next_cursor: nextCursor,
});
export type SeriesPageJson = Static<typeof SeriesPageSchema>;

export const BarPageSchema = object({
  source: text("as asked for"),
  symbol: text("as asked for"),
  instrument: text("what the source calls it"),
  timeframe: text("length of a bar"),
  as_of: instant("the rows are as they were known then, on every page"),
  items: list(StoredBarSchema, "bars, the latest first"),
  next_cursor: nextCursor,
});
export type BarPageJson = Static<typeof BarPageSchema>;

const series = { source: text("of prices"), timeframe: text("length of a bar") };

export const PriceFetchSchema = object({
  id: text("its number"),
  what: text("what was asked for, for people: `coingecko BTC 1d`"),
  kind: oneOf(["update", "fetch"] as const, "`update`: what is known already; `fetch`: an instrument"),
  state: oneOf(PRICE_FETCH_STATES, "how far it is"),
  asked_by: text("who asked for it"),
  asked_at: instant("when"),
  started_at: nullable(instant("when a worker began"), "null: no worker has"),
  finished_at: nullable(instant("when it ended"), "null: it has not"),
  progress: nullable(
    object({
      series: count("series that are done"),
      of_series: count("of so many"),
      symbol: text("that is fetched now"),
      timeframe: text("of it"),
      done: count("parts of it that are done"),
      total: count("of so many"),
      bars: count("of it that have come"),
    }),
    "null before it has begun",
  ),
  fetched: list(
    object({
      ...series,
      symbol: text("of prices"),
      added: count("bars that are new"),
      revised: count("bars that the source gives otherwise now"),
      refused: count("bars that contradict themselves, which were left out"),
      notes: list(text("a sentence"), "what is odd about the bars, such as gaps; 20 at most"),
    }),
    "what has come, once it has ended",
  ),
  failed: list(
    object({
      ...series,
      name: text("the instrument or symbol"),
      code: text("of the error; docs/errors.md"),
      message: text("what happened"),
      hint: nullable(text("what to do"), "null where nothing is known"),
    }),
    "what could not be had; what came before the failure is kept",
  ),
  skipped: list(text("the instrument or symbol"), "not asked for, since their source answers nothing for now"),
});
export type PriceFetchJson = Static<typeof PriceFetchSchema>;

export const PriceFetchPageSchema = object({
  items: list(PriceFetchSchema, "the latest first"),
  next_cursor: nextCursor,
});
export type PriceFetchPageJson = Static<typeof PriceFetchPageSchema>;
