import { type Static, Type } from "typebox";
import { BAR_FIELDS } from "../../../analytics/regression/revised-bars.ts";
import { FILE_CHANGES } from "../../../runs/inputs/file-changes.ts";
import { INPUT_KINDS } from "../../../runs/inputs/changed-inputs.ts";
import { NamedVersionSchema } from "../data/versions-schema.ts";
import { count, instant, list, nullable, object, oneOf, text } from "../parts.ts";

const anything = (description: string) => Type.Unsafe<unknown>({ title: "any value", description });

const InputChangeSchema = object({
  kind: oneOf(INPUT_KINDS, "what kind of input it is"),
  path: text("`settings.costs.commission_bps`, `snapshot`, `code`"),
  before: anything("null where there is none"),
  after: anything("null where there is none"),
});

export const linesAdded = nullable(count(""), "lines that only the later text has; null where a text was not kept");
export const linesRemoved = nullable(count(""), "lines that only the earlier text has; null where a text was not kept");

const FileChangeSchema = object({
  path: text("from the folder of the strategy's own file"),
  change: oneOf(FILE_CHANGES, "what became of it"),
  lines_added: linesAdded,
  lines_removed: linesRemoved,
});

export const RevisionSchema = object({
  symbol: text("of which bars"),
  appended: count("bars after the last one that there was: new history"),
  inserted: count("bars between or before those that there were"),
  removed: count("bars that are gone"),
  revised: count("bars of which a value changed"),
  from: nullable(instant(""), "first moment at which the past changed; null when it did not"),
  to: nullable(instant(""), "the last one"),
  values: list(
    object({
      time: instant("of the bar"),
      field: oneOf(BAR_FIELDS, "what of it"),
      before: nullable(Type.Number(), "null where it is no number"),
      after: nullable(Type.Number(), "null where it is no number"),
    }),
    "the first ones that changed",
  ),
});

export const DATA_CHANGES = ["same", "unknown", "changed"] as const;

export const InputsSchema = object(
  {
    changes: nullable(
      list(InputChangeSchema, ""),
      "parts of the name of the results that are not the same; null where an older version planned one of them",
    ),
    files: nullable(list(FileChangeSchema, ""), "of the strategy's code; null where they are not known"),
    data: oneOf(DATA_CHANGES, "`unknown`: a snapshot is not on this host any more"),
    data_versions: object(
      {
        before: nullable(NamedVersionSchema, "null of data that have none"),
        after: nullable(NamedVersionSchema, "null as `before`"),
      },
      "which [versions](data.md#versions) of their data they read",
    ),
    revisions: list(RevisionSchema, "what became of the bars, symbol by symbol; none of symbols that are the same"),
  },
  "what the results are made of, as far as it is not the same",
);
export type InputsJson = Static<typeof InputsSchema>;
