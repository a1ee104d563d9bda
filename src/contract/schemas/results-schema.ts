import { Type, type Static } from "typebox";
import type { ParamValue } from "../../core/params/param-spec.ts";
import { CellSchema, NoteSchema } from "./cell-schema.ts";
import { list, object, text } from "./parts.ts";

/** A cell of which only some columns were asked for. */
const SelectedCellSchema = Type.Unsafe<Readonly<Record<string, ParamValue | null>>>({
  type: "object",
  additionalProperties: { type: ["number", "string", "boolean", "null"] },
  title: "columns by name",
});

const ABOUT = {
  run_id: text("the run"),
  backtest: text("its backtest"),
  params: list(Type.String(), "names of the parameters"),
  notes: list(NoteSchema, "what a [careful reader](data.md#notes) would want to know"),
};
const ResultsHeadSchema = object(ABOUT);
/** All of the document but its cells, which are streamed. */
export type ResultsHeadJson = Static<typeof ResultsHeadSchema>;

export const ResultsSchema = object({ ...ABOUT, cells: list(CellSchema, "in the order that was asked for") });

export const SelectedResultsSchema = object({
  ...ABOUT,
  cells: list(SelectedCellSchema, "the columns of `--columns` alone"),
});
