import { Type, type Static } from "typebox";
import { REJECTION_REASONS } from "../../../runs/search/rejected-cells.ts";
import { params } from "../cell-schema.ts";
import { SEARCH_METHODS } from "../../../core/spec/search/search-spec.ts";
import { count, list, nullable, number, object, oneOf, text } from "../parts.ts";

const PLANNED = {
  method: oneOf(SEARCH_METHODS, "how cells are found"),
  text: text("the same in words"),
  combinations: Type.Number({ minimum: 0, description: "of the axes, before `where` and `exclude`" }),
  seed: nullable(count(""), "of its draws; null where there is no chance in it"),
};

export const PlannedSearchSchema = object(PLANNED);
export type PlannedSearchJson = Static<typeof PlannedSearchSchema>;

export const SearchSchema = object({
  ...PLANNED,
  objective: text("the metric that it goes by"),
  trials: count("cells with a result, each once, however many rounds have computed it"),
  rounds: list(
    object({
      task: text("key of its task"),
      cells: count("that it computes"),
      share: number("of the data that each is computed on: above 0, and 1 for all"),
      done: count("cells of it that are done, failed ones among them"),
      failed: count("cells without a result"),
      best: nullable(Type.Number(), "of the objective on that share; null before any cell has a number"),
      rejected: nullable(
        count(""),
        "cells that the next round goes without; null before that has begun, of the last one, and of `tpe`",
      ),
    }),
    "in order, the backtest as the last one; none where cells are drawn",
  ),
  convergence: nullable(
    list(
      object({ trial: count("counted from 1"), score: number("of the objective") }),
      "trials that were better than all before them, in the order in which cells are found",
    ),
    "null of `successive_halving`, whose survivors are found in no order",
  ),
  importance: object(
    {
      method: oneOf(["fanova"] as const, "functional ANOVA over a forest of regression trees (Hutter et al. 2014)"),
      cells: count("of the backtest that have a number for the objective: those that it is told by"),
      shares: list(
        object({
          param: text("the parameter"),
          share: nullable(
            Type.Number(),
            "of the variance of the objective that it explains by itself, 0 to 1; null for fewer than ten cells, and where the objective does not differ",
          ),
        }),
        "in file order",
      ),
      together: nullable(Type.Number(), "what is left: of parameters together; null as above"),
    },
    "what the objective depends on, among the cells of the backtest",
  ),
});
export type SearchJson = Static<typeof SearchSchema>;

const REJECTED = {
  run_id: text("the run"),
  backtest: text("its backtest"),
  objective: text("the metric that survivors are chosen by"),
  total: count("cells that were left behind so far"),
};
const RejectedHeadSchema = object(REJECTED);
/** All of the document but its cells, which are streamed. */
export type RejectedHeadJson = Static<typeof RejectedHeadSchema>;

const RejectedCellSchema = object({
  rung: count("the rung that it did not survive, from 1"),
  params: params("what it was computed with"),
  score: nullable(
    Type.Number(),
    "of the objective, on the share of the data that the rung has; null where it has none",
  ),
  reason: oneOf(REJECTION_REASONS, "why"),
});
export type RejectedCellJson = Static<typeof RejectedCellSchema>;

export const RejectedCellsSchema = object({
  ...REJECTED,
  cells: list(RejectedCellSchema, "rung by rung, in the order of their numbers"),
});
