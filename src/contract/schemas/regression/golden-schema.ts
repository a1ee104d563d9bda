import { type Static, Type } from "typebox";
import { ERROR_CODES } from "../../../core/errors/error-codes.ts";
import { params } from "../cell-schema.ts";
import { count, flag, instant, list, nullable, number, object, oneOf, text } from "../parts.ts";
import { InputsSchema } from "./inputs-schema.ts";

const name = text("the golden's");
const value = (description: string) => nullable(Type.Number(), description);

const GoldenSchema = object({
  name,
  dag: text("its DAG"),
  backtest: text("its backtest"),
  run_id: text("the run that it was taken from"),
  at: instant("when it was taken for right"),
  by: text("who did so"),
  why: text("and why"),
  refreshes: count("how often it was taken anew"),
  age_days: count("whole days since then"),
  stale: flag("older than 90 days"),
  cells: count("it has"),
  tolerance: object(
    { rtol: number("as a fraction of the larger value"), atol: number("in the metric's unit") },
    "changes within either are none",
  ),
});
export type GoldenJson = Static<typeof GoldenSchema>;

export const SavedGoldenSchema = object({ golden: object(GoldenSchema.properties, "as it is now") });

export const GoldensSchema = object({
  goldens: list(GoldenSchema, "by name"),
  invalid: list(
    object({ name, code: oneOf(ERROR_CODES, "an [error code](errors.md)"), message: text("what was said") }),
    "files that are none",
  ),
});

const GoldenCheckSchema = object({
  golden: object(GoldenSchema.properties, "that is compared"),
  run_id: text("the run that is compared with it"),
  same: flag("nothing changed beyond the tolerance"),
  changes: list(
    object({
      params: params("of the cell"),
      metric: text("its id"),
      before: value("in the golden; null where undefined"),
      after: value("in the run; null where undefined"),
    }),
    "in order of cells and metrics; as many as `--limit` has",
  ),
  changes_total: count("all of them"),
  missing: list(params("of a cell"), "cells of the golden without a result in the run"),
  incomparable: list(Type.String(), "metrics that one side lacks, or that were defined anew"),
  trades: nullable(
    object({
      before: count("in the golden"),
      after: count("in the run"),
      same: count("the same"),
      changed: count("with another exit, size, price or result"),
      added: count("only in the run"),
      removed: count("only in the golden"),
      first_change: nullable(instant(""), "entry of the first that is not the same; null when all are"),
    }),
    "of the best cell of the golden; null where they cannot be computed again",
  ),
  inputs: InputsSchema,
});
export type GoldenCheckJson = Static<typeof GoldenCheckSchema>;

export const GoldenChecksSchema = object({
  same: flag("nothing of any changed; else the exit code is 3"),
  goldens: list(GoldenCheckSchema, "by name"),
});
