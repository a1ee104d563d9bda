import type { Static } from "typebox";
import { REPAIRS } from "../../../core/spec/data-reading.ts";
import { count, instant, list, nullable, number, object, oneOf, open, text } from "../parts.ts";

const BarSchema = object({
  time: instant("start of the bar"),
  open: number("in the currency of the file"),
  high: number("in the currency of the file"),
  low: number("in the currency of the file"),
  close: number("in the currency of the file"),
  volume: number("0 where the file has none"),
});

export const DataCheckSchema = object({
  file: text("as it was given"),
  certainty: oneOf(["certain", "likely", "unclear"] as const, "`unclear`: it can be read in several ways"),
  doubts: list(text("half a sentence"), "why it is not certain"),
  choices: list(
    object({
      key: oneOf(["date_format", "decimal"] as const, "which key decides"),
      cell: text("of the file, that can be read in these ways"),
      readings: list(
        object({ value: text("of the key"), means: text("what the cell is then") }),
        "each that fits all rows",
      ),
    }),
    "what has to be decided by whoever knows the file",
  ),
  headers: list(text("as in the file"), "of the columns"),
  symbols: list(text("as in the file"), "that the file names; empty when it is of one"),
  timeframe: text("length of a bar: `1d`, `5m`"),
  timezone: text("in which times are read that say none"),
  bars: nullable(count("of the first symbol"), "null when they cannot be read"),
  from: nullable(instant("of the first bar"), "null as `bars`"),
  to: nullable(instant("of the last bar"), "null as `bars`"),
  first_bars: list(BarSchema, "as understood, five at most"),
  repairs: list(
    object({
      repair: oneOf(REPAIRS, "as `repair` of `data` has it"),
      rows: count("that are moved or dropped"),
      lines: list(count("from 1"), "the first of them, five at most"),
    }),
    "what has to be mended",
  ),
  warnings: list(text("a sentence"), "that a run would have besides those of repairs"),
  problem: nullable(text("with file and line"), "what would stop a run; null when nothing does"),
  data: open<Readonly<Record<string, unknown>>>("data", {}, "the block for a DAG file"),
});
export type DataCheckJson = Static<typeof DataCheckSchema>;
