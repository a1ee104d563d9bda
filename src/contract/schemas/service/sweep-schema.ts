import { Type } from "typebox";
import { CELL_STATES, TASK_STATES } from "../../../core/names/states.ts";
import { UNDEFINED_REASONS, type UndefinedReason } from "../../../core/metrics/undefined-reason.ts";
import { count, flag, list, nullable, number, object, oneOf, open, text } from "../parts.ts";
import { params } from "../cell-schema.ts";
import { SearchSchema } from "../study/search-schema.ts";
import { runId, statistics } from "../run-schema.ts";
import { CellCountsSchema, MEASURED, METRIC, metric, paramValue } from "./service-parts.ts";

export const AxisSchema = object({
  name: text("of the parameter"),
  values: list(paramValue, "in the order of the grid"),
  ordered: flag("its values are numbers, so that two of them are neighbours"),
});

/** Metrics of a cell, those of a script under names of its own among them. */
const metrics = open<Readonly<Record<string, number | null>>>(
  "metrics by id",
  { type: ["number", "null"] },
  "those that it was stored with, null where undefined",
);
const whyNull = open<Readonly<Record<string, UndefinedReason>>>(
  "reasons by id",
  { type: "string", enum: UNDEFINED_REASONS },
  "why metrics are null",
);

const RankedCellSchema = object({
  rank: count("from 1, in the order that was asked for"),
  cell: count("its number in the grid"),
  state: oneOf(CELL_STATES, "`cached`: another run had computed the same"),
  params: params("what it was computed with"),
  metrics: nullable(metrics, "null when the cell failed"),
  undefined: whyNull,
  error: nullable(Type.String(), "why it failed"),
});

/** What is needed to tell the parameters of a cell from its number, and back. */
const NumberingSchema = object(
  {
    kind: oneOf(
      ["all", "mapped", "listed"] as const,
      "`all`: cell number = raw number; `mapped`: the column `raw` says the raw number of each cell; `listed`: cells that a search has found, in its order: the column `places` has the place of each on every axis, and there are no raw numbers",
    ),
    combinations: Type.Number({
      minimum: 0,
      description: "of the axes, before `where` and `exclude`: the product of their lengths",
    }),
    on_axes: count("cells 0 to before this one stand on the axes"),
    added: list(params("of one cell"), "cells from there on, in the order of their numbers"),
  },
  "a raw number is ((i0 * n1 + i1) * n2 + i2) … over the axes in their order, i the place on an axis and n its length",
);

const ErrorGroupSchema = object({
  code: text("an [error code](errors.md)"),
  message: text("of its first cell; messages that differ in numbers only are one group"),
  cells: count("that failed so"),
  first: list(count(""), "numbers of the first ten of them"),
});

const ABOUT = {
  run_id: runId,
  backtest: text("its name"),
  version: text("of all its results: the same as long as no cell has changed"),
};

export const SweepSchema = object({
  ...ABOUT,
  task: text("id of its task"),
  state: oneOf(TASK_STATES, "how far it is"),
  over: flag("no cell will change any more, unless somebody has it begun again"),
  strategy: text("built-in name, file or program"),
  objective: metric("what ranks the cells"),
  min_trades: count("cells with fewer trades rank last; 0 for no such rule"),
  axes: list(AxisSchema, "in file order; the last one varies fastest"),
  fixed: params("values outside the grid"),
  where: nullable(Type.String(), "the condition that cells fulfil"),
  numbering: NumberingSchema,
  cells: CellCountsSchema,
  metrics: list(metric("one of them"), "that cells are stored with: each is a column, an order and a colour"),
  sort: text("the metric or parameter that the cells below are sorted by; `cell` for their numbers"),
  top: list(RankedCellSchema, "the first ones in that order, 100 as a rule"),
  errors: list(ErrorGroupSchema, "why cells failed, the most frequent first, twenty at most"),
  statistics: nullable(statistics, "how much of the best cell is luck; null while nobody has judged it"),
  search: nullable(SearchSchema, "how far its search is, and what it has found; null of a plain grid"),
});

export const SweepCellsSchema = object({
  ...ABOUT,
  sort: text("a metric or a parameter; `cell` for their numbers"),
  reversed: flag("the worst first"),
  offset: count("cells of the order that come before these"),
  total: count("cells in the order: those that are done, failed ones last"),
  cells: list(RankedCellSchema, "in that order"),
});

const NeighbourSchema = object({
  axis: text("the parameter that differs"),
  step: oneOf(["down", "up"] as const, "to its next lower or higher value"),
  param: paramValue,
  cell: count("its number in the grid"),
  ...MEASURED,
});

export const CellDetailSchema = object({
  ...ABOUT,
  cell: count("its number in the grid"),
  state: nullable(oneOf(CELL_STATES, ""), "null while it is not done"),
  params: params("what it is computed with"),
  objective: metric("what ranks the cells"),
  metrics: list(
    object({
      ...METRIC,
      ...MEASURED,
      rank: nullable(count(""), "from 1, the better end first"),
      percentile: nullable(
        Type.Number(),
        "share of the cells with a value that it is better than, or equal to; 0 to 1",
      ),
    }),
    "those that it was stored with",
  ),
  ranked: count("cells that have a rank by the objective"),
  refused: open<Readonly<Record<string, number>>>(
    "counts by reason",
    { type: "integer" },
    "entries that were not filled",
  ),
  error: nullable(Type.String(), "why it failed"),
  plateau: object(MEASURED, "how much of its lead over the median its neighbours share, 0 to 1"),
  neighbours: list(NeighbourSchema, "one step on one axis, with their objective"),
  origin: nullable(
    object({ run_id: runId, cell: number("its number there") }),
    "where a cached result was computed; null of others, and when that run is gone",
  ),
});
