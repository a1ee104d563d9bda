import { Type, type Static } from "typebox";
import { WAYS } from "../../runs/check/check-determinism.ts";
import { UNDEFINED_REASONS, type UndefinedReason } from "../../core/metrics/undefined-reason.ts";
import { params } from "./cell-schema.ts";
import { count, flag, instant, list, nullable, number, object, oneOf, open, text } from "./parts.ts";

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
  membership: nullable(
    object({
      symbols: count("that are in at some time of the window"),
      comers: count("that join or leave within it"),
      outside: count("bars of theirs at which they are out"),
      leak: nullable(
        object({ column: text("what the strategy said"), time: instant("start of the bar") }),
        "the first value that changed with prices of symbols that are out; null when none did",
      ),
    }),
    "of a universe whose members change; null of others, and of a single symbol",
  ),
  factors: list(
    object({
      name: text("of the factor"),
      values: count("published, of the symbols of the backtest"),
      shortest_lag: nullable(number("seconds"), "between an event and its publication; null without values"),
      longest_lag: nullable(number("seconds"), "the same"),
      leak: nullable(
        object({ symbol: text("whose"), time: instant("start of the bar") }),
        "the first bar that says something else than what was published by its end; null when none does",
      ),
    }),
    "factors of the data",
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

const sentences = (description: string) => list(Type.String(), description);

const OutputFileSchema = object({
  exists: flag("there is something of that name"),
  size: nullable(count(""), "bytes; null when it is not there, or cannot be read"),
  errors: sentences("what makes the result invalid; each goes on after the name of the file"),
  warnings: sentences("what does not"),
  row_count: nullable(count(""), "rows below the header; null of what is no CSV file"),
  columns: nullable(list(Type.String(), ""), "as the file writes them; null of what is no CSV file"),
});

export const OutputsSchema = object({
  folder: text("the folder, absolute"),
  valid: flag("there is no error"),
  errors: sentences("of all files, each a sentence with its line"),
  warnings: sentences("of all files, and where a figure of the script is not ours"),
  files: open<Readonly<Record<string, Static<typeof OutputFileSchema>>>>(
    "files by name",
    OutputFileSchema,
    "each with `exists`, `size`, `errors`, `warnings`, `row_count` and `columns` ([the report](outputs.md#the-report))",
  ),
  metrics: nullable(
    open<Readonly<Record<string, number | null>>>("metrics by name", { type: ["number", "null"] }, ""),
    "[metrics](metrics.md) by id and those of the script by name, null where undefined; null without `--capital`",
  ),
  undefined: open<Readonly<Record<string, UndefinedReason>>>(
    "reasons by name",
    { type: "string", enum: UNDEFINED_REASONS },
    "why metrics are null",
  ),
});
export type OutputsCheckJson = Static<typeof OutputsSchema>;
