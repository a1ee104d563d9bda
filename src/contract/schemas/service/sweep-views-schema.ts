import { Type } from "typebox";
import { IMPORTANCE_METHODS } from "../../../analytics/sweep-views/importance.ts";
import { REDUCERS } from "../../../analytics/sweep-views/heatmap.ts";
import { count, list, nullable, number, object, oneOf, text } from "../parts.ts";
import { runId } from "../run-schema.ts";
import { metric, paramValue } from "./service-parts.ts";

const ABOUT = {
  run_id: runId,
  backtest: text("its name"),
  version: text("of the results that it was made of"),
  metric: metric("what is shown"),
  cells: count("with a value, of those that were chosen"),
  without: count("chosen cells without a value"),
};

/** Of the cells of a search neighbouring values share a field. */
const LAST = {
  last: list(paramValue, "the last value of each field: the same, but where the cells are those of a search"),
};

export const HeatmapSchema = object({
  ...ABOUT,
  reduce: oneOf(REDUCERS, "what stands for many cells; `slice`: there is one, since all other axes are held"),
  x: object({ axis: text("across"), values: list(paramValue, "from left to right"), ...LAST }, "the axis across"),
  y: nullable(
    object({ axis: text("upwards"), values: list(paramValue, "from the bottom"), ...LAST }),
    "the axis upwards; null when one row was asked for",
  ),
  off_axes: count("chosen cells that were added, and stand on no axis: they are in no field"),
  values: list(nullable(Type.Number(), ""), "row by row from the first of y; null where there is no value"),
  counts: list(count(""), "cells with a value behind each"),
  best: list(nullable(count(""), ""), "of `max`, `min` and `slice`: the cell that each value is of; null of others"),
  low: nullable(Type.Number(), "the least of the values"),
  high: nullable(Type.Number(), "the greatest of the values"),
});

export const HistogramSchema = object({
  ...ABOUT,
  edges: list(Type.Number(), "one more than bars; a value on an edge counts above it, on the last one below"),
  bars: list(count(""), "cells between each two edges; their sum is `cells`"),
  mark: nullable(
    object({
      cell: count("the cell that was asked for"),
      value: nullable(Type.Number(), "of the metric; null where undefined"),
      percentile: nullable(Type.Number(), "share of the values that are at most as high, 0 to 1"),
    }),
    "null when none was asked for",
  ),
});

export const ImportanceSchema = object({
  ...ABOUT,
  method: oneOf(
    IMPORTANCE_METHODS,
    "`exact`: every combination has a value, so that shares add up; `weighted`: some have none, and means are taken over those that do, so shares overlap; `fanova`: of cells that a search has found, by functional ANOVA over a forest of trees, without pairs",
  ),
  variance: nullable(Type.Number(), "of the values; null for fewer than two"),
  axes: list(
    object({ axis: text("the parameter"), share: nullable(Type.Number(), "of the variance, 0 to 1") }),
    "in file order",
  ),
  pairs: list(
    object({
      axes: list(Type.String(), "two parameters"),
      share: nullable(number(""), "what the two explain together beyond each alone; below 0 only when `weighted`"),
    }),
    "every two axes",
  ),
});
