import { type Static, Type } from "typebox";
import { CPCV_STATISTICS } from "../../../analytics/cpcv/cpcv-catalogue.ts";
import { STATISTIC_REASONS } from "../../../analytics/statistic.ts";
import { WALK_FORWARD_STATISTICS } from "../../../analytics/walk-forward/walk-forward-catalogue.ts";
import { VERDICTS } from "../../../analytics/verdict.ts";
import { SEAM_POSITIONS, SELECTIONS } from "../../../core/spec/study-spec.ts";
import { params, reasons } from "../cell-schema.ts";
import { count, instant, list, nullable, number, object, oneOf, text } from "../parts.ts";

/** Statistics of a study as plain JSON: null where undefined, with the reasons beside them. */
export function statisticsOf(ids: readonly string[]) {
  return Type.Unsafe<
    Readonly<Record<string, number | null>> & { readonly undefined: Readonly<Record<string, string>> }
  >({
    ...object({
      ...Object.fromEntries(ids.map((id) => [id, nullable(Type.Number(), "")])),
      undefined: reasons(ids, STATISTIC_REASONS, "why statistics are null"),
    }),
    title: "statistics by id",
    description: "what it comes to, null where undefined",
  });
}

const head = {
  holds: oneOf(VERDICTS, "whether what is chosen in sample is worth trading out of sample"),
  verdict: text("the same in one sentence"),
};

const windowPart = (description: string) =>
  object(
    {
      first_bar: count("its first bar, counted from 0"),
      last_bar: count("its last bar"),
      start: instant("when the first begins"),
      end: instant("when the last begins"),
      score: nullable(Type.Number(), "the objective; of several cells their mean"),
      total_return: nullable(Type.Number(), "as a fraction; out of sample with what the seam has cost"),
    },
    description,
  );

export const WalkForwardSchema = object({
  ...head,
  objective: text("the metric that chooses"),
  select: oneOf(SELECTIONS, "how cells are chosen"),
  positions: oneOf(SEAM_POSITIONS, "what becomes of positions between two parts"),
  statistics: statisticsOf(WALK_FORWARD_STATISTICS.map(({ id }) => id)),
  windows: list(
    object({
      in_sample: windowPart("in which cells are chosen"),
      out_of_sample: windowPart("in which they are traded"),
      cells: list(Type.Integer({ minimum: 0 }), "the cells that were traded, best first; none when none competed"),
      params: nullable(params("of the first of them"), "null for none"),
      seam_cost: number("what the seam before it has cost, as a fraction of the account"),
    }),
    "oldest first",
  ),
  varying: list(Type.String(), "parameters that differ from cell to cell"),
  initial_capital: number("before the first bar out of sample"),
  curve: list(
    object({ time: instant("start of the bar"), equity: number("of the joined account at its close") }),
    "out of sample, thinned to about a thousand points",
  ),
});
export type WalkForwardJson = Static<typeof WalkForwardSchema>;

export const CpcvSchema = object({
  ...head,
  groups: count("the returns are cut into so many"),
  test: count("so many of them are tested at a time"),
  purge: count("returns that are dropped on both sides of a tested group"),
  embargo: count("returns that are dropped after it, beyond those"),
  statistics: statisticsOf(CPCV_STATISTICS.map(({ id }) => id)),
  paths: list(Type.Number(), "Sharpe ratios of the paths, ascending; of more than a thousand so many quantiles"),
  chosen: list(
    object({
      cell: count("its number in the grid"),
      params: params("what it is computed with"),
      share: number("of the splits in which it was chosen"),
    }),
    "the cells that were chosen, the most frequent first; up to twenty",
  ),
});
export type CpcvJson = Static<typeof CpcvSchema>;
