import { type Static, Type } from "typebox";
import { CHANGE_CAUSES, REGRESSION_STATES } from "../../../analytics/regression/regression-result.ts";
import { ON_CHANGE } from "../../../core/spec/study-spec.ts";
import { params } from "../cell-schema.ts";
import { count, instant, list, nullable, object, oneOf, text } from "../parts.ts";

const value = (description: string) => nullable(Type.Number(), description);

export const RegressionSchema = object({
  state: oneOf(
    REGRESSION_STATES,
    "`noise`: changed within the tolerance; `first`: there is no run before; `unknown`: its code or data are not here any more",
  ),
  verdict: text("one sentence"),
  on_change: oneOf(ON_CHANGE, "what follows from a change"),
  against: nullable(Type.String(), "the run that is compared with"),
  compared: count("cells"),
  changed: count("cells that changed beyond the tolerance"),
  noise: count("cells that changed within it"),
  inputs: list(Type.String(), "what the results are made of and is not what it was, a line each"),
  causes: list(
    object({
      cause: oneOf(CHANGE_CAUSES, "`random`: two computations from the same inputs differ"),
      cells: count("that it changed"),
    }),
    "the most frequent first",
  ),
  cells: list(
    object({
      params: params("of the cell"),
      causes: list(oneOf(CHANGE_CAUSES, ""), "what changed it"),
      metrics: list(
        object({ metric: text("its id"), before: value("then"), after: value("now") }),
        "those that changed, null where undefined",
      ),
      trades: count("that are not the same, on either side"),
      first_trade: nullable(instant(""), "entry of the first of them; null for none"),
      equity_from: nullable(instant(""), "from when on the equity is not the same; null when it is"),
    }),
    "cells that changed, the best first; up to twenty",
  ),
});
export type RegressionJson = Static<typeof RegressionSchema>;
