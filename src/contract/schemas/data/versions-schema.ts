import { Type, type Static } from "typebox";
import { count, flag, instant, list, nullable, number, object, oneOf, open, text } from "../parts.ts";

const ROWS = {
  added: count("rows that the earlier one does not have"),
  revised: count("rows of the same time with another value in any field"),
  removed: count("rows that the later one does not have"),
};

const PlaceSchema = object({
  kind: oneOf(["added", "revised", "removed"] as const, "what became of the row"),
  time: instant("of the row"),
  field: nullable(Type.String(), "`close`, …; null of a whole row"),
  before: nullable(number(""), "null of a whole row, and where nobody knows"),
  after: nullable(number(""), "null as `before`"),
});

const CHANGES = {
  rows: object(ROWS, "of all symbols"),
  symbols_added: list(Type.String(), "that the earlier one does not have"),
  symbols_removed: list(Type.String(), "that the later one does not have"),
  symbols: list(
    object({
      symbol: text("its name"),
      ...ROWS,
      fields: open<Readonly<Record<string, number>>>("rows by field", { type: "integer" }, "with another value"),
      first: list(PlaceSchema, "the first three rows of each kind"),
    }),
    "of which any row changed",
  ),
  untold: count("symbols with changes that are not in `symbols`"),
};
const ChangesSchema = object(CHANGES);
export type VersionChangesJson = Static<typeof ChangesSchema>;

const NAMED = {
  dataset: text("a name of the catalogue, the files of a DAG, or `source:` and the name of a source"),
  version: count("of the dataset, from 1"),
  known_at: instant("since when it is known, by the clock of the database"),
};
export const NamedVersionSchema = object(NAMED);
export type NamedVersionJson = Static<typeof NamedVersionSchema>;

const DatasetVersionSchema = object({
  id: text("of the database; `dataset_version_ids` of series and runs name it"),
  dataset: text("a name of the catalogue, the files of a DAG, or `source:` and the name of a source"),
  version: count("of the dataset, from 1"),
  known_at: instant("since when it is known, by the clock of the database"),
  parent: nullable(Type.String(), "id of the version that it follows on"),
  snapshot: text("64 hex digits that name its content"),
  reading: open<Readonly<Record<string, unknown>>>(
    "how it is read",
    {},
    "where a DAG says more of it than the dataset",
  ),
  whole: flag("all symbols of the dataset were read; else those that runs have asked for"),
  symbols: count("that it holds"),
  bars: count("of all of them"),
  run_id: nullable(Type.String(), "the run that was the first to read it"),
  trigger: text("what started that run"),
  by: nullable(Type.String(), "who started it; null of a schedule"),
  source: text("`catalogue`, `files` or `database`"),
  host: text("that has read it, and has its chunks"),
  changes: nullable(ChangesSchema, "since its parent; null where that host lacked the chunks of it"),
});
export type DatasetVersionJson = Static<typeof DatasetVersionSchema>;

export const DatasetVersionsSchema = object({
  versions: list(DatasetVersionSchema, "the latest first; without a dataset the last one of each"),
});

export const DataDiffSchema = object({
  before: object(NAMED, "the earlier one"),
  after: object(NAMED, "the later one"),
  changes: object(CHANGES, "from the one to the other"),
});
