import type { Static } from "typebox";
import { count, flag, instant, list, nullable, number, object, oneOf, text } from "../parts.ts";
import { PRICE_PROBLEMS } from "../../../runs/ingest/look/verify-prices.ts";
import { ErrorSchema } from "../error-schema.ts";

const series = {
  source: text("as in `data.source` of a DAG file"),
  symbol: text("as in `data.symbols` of a DAG file"),
  instrument: text("what the source calls it"),
  timeframe: text("length of a bar: `1d`, `1h`"),
};

const RevisionSchema = object({
  time: instant("of the bar"),
  fields: list(text("`open`, `high`, `low`, `close`, `volume`, `derived`"), "that are not what they were"),
});

const FetchedSchema = object({
  ...series,
  from: instant("begin of what was asked for"),
  to: instant("its end; not included"),
  chunks: count("parts in which it was asked for; 0 when all was there"),
  added: count("bars that are new"),
  same: count("bars that were read again, and are what they were"),
  revised: count("bars that the source gives otherwise now; what they were is kept"),
  revisions: list(RevisionSchema, "the first of them, 20 at most"),
  refused: count("bars that contradict themselves, which were left out"),
  actions: count("splits and dividends that are new, or told otherwise"),
  supply: flag("whether units in circulation were written"),
  notes: list(text("a sentence"), "what is odd about the bars, such as gaps"),
});
export type FetchedJson = Static<typeof FetchedSchema>;

export const FetchedPricesSchema = object({
  fetched: list(FetchedSchema, "in the order of asking"),
  failed: list(
    object({
      source: text("as given"),
      name: text("the instrument or symbol"),
      timeframe: text("length of a bar"),
      error: ErrorSchema,
    }),
    "what could not be had; what came before the failure is kept",
  ),
  skipped: list(text("the instrument or symbol"), "not asked for, since their source answers nothing for now"),
  interrupted: flag("whether it was ended before its end; the same command goes on there"),
});
export type FetchedPricesJson = Static<typeof FetchedPricesSchema>;

const SpanSchema = object({ from: instant("its begin"), to: instant("its end; not included") });

const listedSeries = {
  ...series,
  name: nullable(text("what people call it"), "null when nobody has looked it up"),
  adjustment: text("what its prices are adjusted for: `raw`, `split`, `dividend`, `all`"),
  bars: count("that there are"),
  first: nullable(instant("of the first bar"), "null when there are none"),
  last: nullable(instant("of the last bar"), "null when there are none"),
  revised: count("rows that were something else before"),
  covered: list(SpanSchema, "what the source has answered, with bars or with none"),
  asked_at: nullable(instant("when the source was asked last"), "null: never"),
};
const SeriesSchema = object(listedSeries);
export const CoveredSeriesSchema = object({
  ...listedSeries,
  months: list(
    object({ month: text("`2026-01`, of UTC"), bars: count("that there are") }),
    "those that have bars, in order",
  ),
});
export type SeriesJson = Static<typeof SeriesSchema>;

export const PriceSeriesSchema = object({ series: list(SeriesSchema, "by source, symbol and timeframe") });

export const StoredBarSchema = object({
  time: instant("when it opens"),
  open: number("price"),
  high: number("price"),
  low: number("price"),
  close: number("price"),
  volume: number("0 where the source has none"),
});

export const PricesSchema = object({
  ...series,
  as_of: instant("the rows are as they were known then"),
  total: count("bars of the span"),
  bars: list(StoredBarSchema, "the last of them, in ascending order"),
});
export type PricesJson = Static<typeof PricesSchema>;

export const FoundInstrumentsSchema = object({
  source: text("that was asked"),
  text: text("that was looked for"),
  total: count("of what fits"),
  found: list(
    object({
      id: text("the instrument of `data fetch`"),
      symbol: text("not unique"),
      name: text("what people call it"),
    }),
    "the best first",
  ),
});

export type FoundInstrumentsJson = Static<typeof FoundInstrumentsSchema>;

export const SourcesSchema = object({
  sources: list(
    object({
      name: text("as in `data.source`"),
      description: text("a line"),
      timeframes: list(text("length of a bar"), "that it has"),
      adjustments: list(text("what prices can be adjusted for"), "the first is the usual one"),
      calls_per_minute: count("with the key that is set"),
      earliest: nullable(text("a day"), "how far back daily bars reach with it; null: no bound is known"),
      key: oneOf(["set", "none", "missing"] as const, "`missing`: it answers nobody without one"),
      key_names: list(text("an environment variable"), "that may hold the key"),
      problem: nullable(text("a sentence"), "why it cannot be used, and the way out; null: it can"),
    }),
    "those that Nightgrid brings, then those of `sources/` by name",
  ),
});

export const VerifiedPricesSchema = object({
  well: flag("nothing but notes was found"),
  series: list(
    object({
      ...series,
      bars: count("that were looked at"),
      problems: list(
        object({ kind: oneOf(PRICE_PROBLEMS, "`note`: odd, and possible all the same"), text: text("a sentence") }),
        "what was found",
      ),
    }),
    "by source, symbol and timeframe",
  ),
});
export type VerifiedPricesJson = Static<typeof VerifiedPricesSchema>;
