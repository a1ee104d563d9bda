import { type Static, Type } from "typebox";
import { ERROR_CODES } from "../../../core/errors/error-codes.ts";
import { params } from "../cell-schema.ts";
import { count, flag, instant, list, nullable, number, object, oneOf, text } from "../parts.ts";
import { runId } from "../run-schema.ts";
import { InputsSchema, linesAdded, linesRemoved } from "./inputs-schema.ts";

const sideOf = (which: string) =>
  object(
    {
      run_id: runId,
      dag: text("its DAG"),
      logical_date: instant("of the run"),
      version: text("hash of its DAG version"),
    },
    which,
  );

const value = (description: string) => nullable(Type.Number(), description);
const RANKED = {
  params: params("of the cell"),
  cell_before: count("its number in the earlier grid"),
  cell_after: count("its number in the later grid"),
  rank_before: count("from 1, among the cells in common"),
  rank_after: count("from 1, among the cells in common"),
};

const TradesSchema = object({
  cell: count("in the later grid"),
  error: nullable(
    object({ code: oneOf(ERROR_CODES, "an [error code](errors.md)"), message: text("what was said") }),
    "why they cannot be compared; null when they can",
  ),
  before: nullable(count(""), "trades; this and what follows is null with an error"),
  after: nullable(count(""), "trades"),
  same: nullable(count(""), "with the same symbol, side, entry, exit, size, prices and result"),
  changed: nullable(count(""), "with the same symbol, side and entry, and something else changed"),
  added: nullable(count(""), "only in the later run"),
  removed: nullable(count(""), "only in the earlier run"),
  first_change: nullable(instant(""), "entry of the first trade that is not the same; null when all are"),
  equity_from: nullable(instant(""), "from when on the equity is not the same; null when it is"),
});

const BacktestDiffSchema = object({
  backtest: text("its name"),
  inputs: InputsSchema,
  objective: text("the metric that ranks the cells"),
  cells: object(
    {
      common: count("with a result in both"),
      changed: count("of which a metric changed"),
      added: count("of the later grid alone"),
      removed: count("of the earlier grid alone"),
      failed_now: count("with a result before, and none after"),
      failed_before: count("with a result after, and none before"),
    },
    "matched by their parameters",
  ),
  metrics: list(
    object({
      metric: text("its id"),
      changed: count("cells of which it changed"),
      lost: count("of these, where it became undefined"),
      gained: count("of these, where it became defined"),
      largest: nullable(
        object({ params: params("of the cell"), before: value("then"), after: value("now") }),
        "where it changed most; null where one side is undefined in each",
      ),
    }),
    "those that changed, by name",
  ),
  ranks: nullable(
    object({
      correlation: nullable(number(""), "Spearman's ρ of the two rankings; null for fewer than two cells"),
      moved: count("cells with another rank"),
      top: count("how many cells are the top: ten, or all of fewer"),
      kept: count("cells of the top before that are in the top after"),
    }),
    "null without a cell in common",
  ),
  best: nullable(
    object({ before: object(RANKED, "the best then"), after: object(RANKED, "the best now") }),
    "null without a cell in common",
  ),
  changed: list(
    object({ ...RANKED, before: value("of the objective, then"), after: value("of the objective, now") }),
    "cells that changed, those first whose objective changed most; as many as `--limit` has",
  ),
  trades: nullable(TradesSchema, "of one cell, computed again; null with `--no-trades`, and without a cell in common"),
});
export type BacktestDiffJson = Static<typeof BacktestDiffSchema>;

export const DiffSchema = object({
  before: sideOf("the earlier run"),
  after: sideOf("the later run"),
  same: flag("every cell of both has the same results; else the exit code is 3"),
  text: object({ lines_added: linesAdded, lines_removed: linesRemoved }, "of the DAG file"),
  spec: list(
    object({
      path: text("`backtests.backtest.settings.costs.commission_bps`"),
      before: Type.Unsafe<unknown>({ title: "any value", description: "null where there is none" }),
      after: Type.Unsafe<unknown>({ title: "any value", description: "null where there is none" }),
    }),
    "values of the DAG that are not the same, with what was merged into it",
  ),
  added: list(Type.String(), "backtests of the later run alone"),
  removed: list(Type.String(), "backtests of the earlier run alone"),
  backtests: list(BacktestDiffSchema, "that both have"),
});
