import { Type } from "typebox";
import { COMMIT_OUTCOMES } from "../../../runs/bisect/find-commit.ts";
import { TRACED_INPUTS } from "../../../runs/trace/trace-inputs.ts";
import { params } from "../cell-schema.ts";
import { count, flag, instant, list, nullable, object, oneOf, text } from "../parts.ts";
import { runId } from "../run-schema.ts";

const value = (description: string) => nullable(Type.Number(), description);

export const BisectSchema = object({
  good: runId,
  bad: runId,
  backtest: text("its name"),
  params_before: params("of the cell of the earlier run"),
  params_after: params("of the cell of the later run"),
  metric: text("the one that steps show"),
  stored: value("as the earlier run stored it; null where undefined"),
  steps: list(
    object({
      input: oneOf(TRACED_INPUTS, "what is that of the later run from here on"),
      value: value("of the metric by then"),
      moved: flag("it moved any metric"),
      changed: list(Type.String(), "metrics that it moved"),
    }),
    "one input more at a time",
  ),
  random: flag("two computations from the same inputs differ: nothing can be told"),
  culprits: list(oneOf(TRACED_INPUTS, ""), "inputs that moved the cell"),
  inputs: list(Type.String(), "what of the inputs is not the same, a line each"),
  commit: nullable(
    object({
      outcome: oneOf(
        COMMIT_OUTCOMES,
        "`code_not_committed`: the code of one of the runs is that of no commit; `not_told_apart`: one between them cannot be computed with",
      ),
      hash: nullable(
        Type.String(),
        "the first one that no longer gives the earlier result; null when it was not found",
      ),
      date: nullable(instant(""), "when it was committed"),
      subject: nullable(Type.String(), "first line of its message"),
      candidates: count("commits between the codes of the two runs"),
      computed: count("of them that were computed with"),
    }),
    "null unless the code moved the cell",
  ),
});
