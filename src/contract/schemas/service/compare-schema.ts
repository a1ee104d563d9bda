import { Type } from "typebox";
import { CELL_STATES } from "../../../core/names/states.ts";
import { ERROR_CODES } from "../../../core/errors/error-codes.ts";
import { count, instant, list, nullable, object, oneOf, text } from "../parts.ts";
import { params } from "../cell-schema.ts";
import { runId } from "../run-schema.ts";
import { metric, reason } from "./service-parts.ts";

const ComparedCellSchema = object({
  ref: text("`run:backtest:cell`"),
  run_id: runId,
  dag: text("its DAG"),
  backtest: text("its backtest"),
  cell: count("its number in the grid"),
  state: oneOf(CELL_STATES, "`cached`: another run had computed the same"),
  logical_date: instant("of its run"),
  params: params("what it was computed with"),
});

const SeriesSchema = object({
  ref: text("`run:backtest:cell`"),
  error: nullable(
    object({ code: oneOf(ERROR_CODES, "an [error code](errors.md)"), message: text("what was said") }),
    "why there is none; null when there is",
  ),
  points: count("there were before some were left out"),
  time_s: list(Type.Number(), "seconds since 1970 in UTC, ascending"),
  equity: list(
    nullable(Type.Number(), ""),
    "1 at the first point; of each stretch its first, lowest, highest and last",
  ),
  drawdown: list(nullable(Type.Number(), ""), "fall from the peak so far, as a fraction of it, at the same points"),
});

export const CompareSchema = object({
  cells: list(ComparedCellSchema, "in the order that was asked for"),
  differences: list(
    object({
      path: text("`params.fast`, `spec.costs.commission_bps`, `snapshot`, `code`, `base`"),
      values: list(Type.Unsafe<unknown>({ title: "any value" }), "one per cell; null where there is none"),
    }),
    "all that is not the same in all of them; `base` names all that results depend on besides parameters, the engine's version included",
  ),
  metrics: list(
    object({
      metric: metric("what is shown"),
      values: list(nullable(Type.Number(), ""), "one per cell; null where undefined"),
      reasons: list(reason, "one per cell: why it is null"),
    }),
    "that at least one of them was stored with",
  ),
  series: list(SeriesSchema, "one per cell; none when no series were asked for"),
  correlation: list(
    list(nullable(Type.Number(), ""), "one per cell; null for fewer than three returns in common, or without variance"),
    "of the returns between points in time that two of them share; one row per cell",
  ),
});
