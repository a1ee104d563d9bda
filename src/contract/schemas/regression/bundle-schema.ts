import { Type } from "typebox";
import { count, flag, list, nullable, object, open, text } from "../parts.ts";
import { runId } from "../run-schema.ts";

export const BundleSchema = object({
  run_id: runId,
  file: text("absolute path of the bundle"),
  bytes: count("of it"),
  files: list(
    object({ path: text("in the bundle"), bytes: count("unpacked"), sha256: text("of its bytes, in hex") }),
    "what is in it, besides `bundle.json`",
  ),
  left_out: list(object({ what: text("that is not in it"), why: text("why") }), "what one would look for"),
  backtests: list(
    object({
      backtest: text("its name"),
      cells: count("that have a result"),
      no_replay: nullable(Type.String(), "why it cannot be computed from the bundle; null when it can"),
    }),
    "in the order of the DAG",
  ),
});

const value = (description: string) =>
  Type.Unsafe<number | string | null>({ type: ["number", "string", "null"], description });

export const ReplaySchema = object({
  run_id: runId,
  same: flag("whether every cell that was computed came out as it was, bit for bit"),
  backtests: list(
    object({
      backtest: text("its name"),
      cells: count("that were compared, up to the first difference"),
      difference: nullable(
        object({
          cell: count("its number in the grid"),
          params: open<Readonly<Record<string, unknown>>>("parameters", {}, "of the cell"),
          metric: text("its id; `state` where one has a result and the other none"),
          recorded: value("in the bundle; null where undefined"),
          replayed: value("here; null where undefined"),
        }),
        "the first one, in the order of cells and then of metrics; null for none",
      ),
      refused: nullable(Type.String(), "why it was not computed; null when it was"),
    }),
    "in the order of the DAG",
  ),
});
