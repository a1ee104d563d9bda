import { Type, type Static } from "typebox";
import { WAYS } from "../../runs/check/check-determinism.ts";
import { params } from "./cell-schema.ts";
import { count, instant, list, nullable, number, object, oneOf, text } from "./parts.ts";

const LOOKED_AT = {
  backtest: text("its name"),
  strategy: text("name of its strategy"),
  cells: list(Type.Integer({ minimum: 0 }), "which cells were looked at"),
};

const LeakSchema = object({
  kind: oneOf(["lookahead", "unstable"] as const, "`unstable`: it changed though the same bars were known"),
  column: text("what the strategy said"),
  bar: count("of which bar"),
  time: instant("start of that bar"),
  known_bars: count("how many bars were known then"),
  value_then: nullable(number(""), "with those bars alone"),
  value_later: nullable(number(""), "with the later ones"),
  params: params("of the cell"),
});

const LookaheadCheckSchema = object({
  ...LOOKED_AT,
  bars: count("on the common time line of its symbols"),
  cuts: count("how often each cell was run on the first bars alone"),
  leak: nullable(LeakSchema, "the first value that changed; null when none did"),
  wrote_to: nullable(
    object({ what: text("what it wrote to"), params: params("of the cell that did") }),
    "input that the strategy may only read",
  ),
  warmup: object(
    {
      settles_after: nullable(count(""), "bars; null when they never settle"),
      declared: nullable(count(""), "bars; what the strategy itself says"),
    },
    "until signals no longer depend on where the data begin",
  ),
});
export type LookaheadCheckJson = Static<typeof LookaheadCheckSchema>;

export const LookaheadSchema = object({
  dag: text("id of the DAG"),
  leaks: count("backtests in which something was found"),
  backtests: list(LookaheadCheckSchema, "in the order of the DAG"),
});

const DeterminismCheckSchema = object({
  ...LOOKED_AT,
  difference: nullable(
    object({
      params: params("of the cell"),
      way: oneOf(WAYS, "how it was computed when it came out otherwise"),
      what: text("a metric id, or `error`"),
      alone: Type.Unsafe<number | string | null>({
        type: ["number", "string", "null"],
        description: "the value when computed alone",
      }),
      other: Type.Unsafe<number | string | null>({
        type: ["number", "string", "null"],
        description: "the value when computed that way",
      }),
    }),
    "the first one; null when every cell came out the same",
  ),
});

export const DeterminismSchema = object({
  dag: text("id of the DAG"),
  differences: count("backtests in which one was found"),
  backtests: list(DeterminismCheckSchema, "in the order of the DAG"),
});
