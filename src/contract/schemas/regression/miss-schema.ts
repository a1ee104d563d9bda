import { type Static, Type } from "typebox";
import { MISS_REASONS } from "../../../runs/inputs/explain-miss.ts";
import { params } from "../cell-schema.ts";
import { count, instant, list, nullable, object, oneOf, text } from "../parts.ts";
import { runId } from "../run-schema.ts";
import { InputsSchema } from "./inputs-schema.ts";

const paramValue = (description: string) =>
  Type.Unsafe<string | number | boolean | null>({ type: ["number", "string", "boolean", "null"], description });

const MissSchema = object({
  backtest: text("its name"),
  base: nullable(Type.String(), "the name that its results have in common, in hex"),
  cells: object(
    {
      total: count("of the grid"),
      computed: count("in this run"),
      cached: count("known from before"),
      failed: count("that have no result"),
    },
    "how many",
  ),
  reason: oneOf(
    MISS_REASONS,
    "`known`: taken over; `inputs_changed`: another name; `params_new`: the name is known, not with these parameters; `computed_again`: cleared, failed before, or computed by two at once; `first`: nothing earlier; `not_kept`: planned by an older version; `failed`, `not_done`: the cell has no result",
  ),
  nearest: nullable(
    object({ run_id: runId, created_at: instant("when that run was asked for"), inputs: InputsSchema }),
    "the earlier run of the DAG whose inputs differ least; null for none",
  ),
  cell: nullable(
    object({
      number: count("of the grid"),
      params: params("of the cell"),
      nearest: nullable(
        object({
          params: params("of that result"),
          changed: list(
            object({ name: text("of the parameter"), before: paramValue("then"), after: paramValue("now") }),
            "parameters that are not the same",
          ),
        }),
        "the result of that run's inputs whose parameters differ least; null for none",
      ),
    }),
    "the cell that was asked for; null for none",
  ),
});
export type MissJson = Static<typeof MissSchema>;

export const MissesSchema = object({ run_id: runId, backtests: list(MissSchema, "in the order of the DAG") });
