import { Type, type Static } from "typebox";
import { ON_CHANGE } from "../../../core/spec/study-spec.ts";
import { map, oneOf } from "../schema-parts.ts";

const regression = map(
  {
    on_change: oneOf(ON_CHANGE, {
      description:
        "`warn` says so, `fail` fails the run, `block` also keeps backtests that need this one from running.",
      default: "warn",
    }),
    rtol: Type.Number({
      minimum: 0,
      maximum: 1,
      description: "Changes up to this fraction of the larger value are noise.",
      default: 0,
    }),
    atol: Type.Number({ minimum: 0, description: "Changes up to this much are noise.", default: 0 }),
    cells: Type.Union([Type.Integer({ minimum: 1, maximum: 1000 }), Type.Literal("all")], {
      description: "The best so many cells are compared, or `all`.",
      default: 10,
    }),
  },
  {
    description:
      "Whether the past still is what it was in the run before: the same cells over the same days, and why not.",
  },
);

export type WrittenRegression = Static<typeof regression>;

export const regressionKeys = { regression: Type.Optional(regression) };
