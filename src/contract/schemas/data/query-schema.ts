import { Type } from "typebox";
import { count, list, object, oneOf, text } from "../parts.ts";

const RowSchema = Type.Unsafe<Readonly<Record<string, number | string | boolean | null>>>({
  type: "object",
  additionalProperties: { type: ["number", "string", "boolean", "null"] },
  title: "columns by name",
});

/** The answer of a query; rows are streamed. */
export const QuerySchema = object({
  loaded: list(object({ table: text("its name"), rows: count("that were read") }), "what was read for the query"),
  gaps: list(
    object({
      kind: oneOf(
        ["missing", "refused", "unreadable"],
        "files that are gone, files that are no series, or runs whose definition is not read any more",
      ),
      table: text("that lacks them"),
      count: count("how many"),
    }),
    "what could not be read",
  ),
  columns: list(object({ name: text("unlike all others"), type: text("as DuckDB calls it") }), "in their order"),
  rows: list(RowSchema, "in the order of the query"),
});
