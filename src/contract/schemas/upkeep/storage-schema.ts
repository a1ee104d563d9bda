import { COLLECTED_KINDS } from "../../../runs/retention/tally.ts";
import { STORED_KINDS } from "../../../store/retention/storage-by-dag.ts";
import { Type } from "typebox";
import { count, flag, list, nullable, object, oneOf, text } from "../parts.ts";

export const CollectedSchema = object({
  dry_run: flag("nothing was removed: it only would be"),
  bytes: count("all together; what lies on a host and in a depot counts once"),
  collected: list(
    object({
      kind: oneOf(COLLECTED_KINDS, "as in docs/artifacts.md"),
      dag: nullable(Type.String(), "whose it was; null of what belongs to none in particular"),
      count: count("lines of `logs`, `runs`, batches of `results`, versions of `code`, else files"),
      bytes: count("of these; 0 of `runs`, whose rows are small"),
    }),
    "by kind, then by DAG",
  ),
  failures: list(
    object({ what: text("could not be removed, or not be looked for"), message: text("why") }),
    "tried again the next time",
  ),
});

const sizes = (what: string) => object({ files: count("of these"), bytes: count("of these") }, what);

export const StorageSchema = object({
  database_bytes: count("of the whole database"),
  tables: list(
    object({ name: text("of the table"), bytes: count("with its indexes") }),
    "the largest first, twenty at most",
  ),
  artifacts: object(
    { files: count("that runs wrote"), bytes: count("as they were written") },
    "of all runs that are kept",
  ),
  parquet_bytes: count("of artifacts that are Parquet files"),
  folders: list(
    object({ folder: text("below the home folder"), files: count("in it"), bytes: count("of these") }),
    "on the host that answers",
  ),
  dags: list(
    object({
      dag: nullable(Type.String(), "null of results whose runs are gone: `nightgrid gc` removes them"),
      kind: oneOf(STORED_KINDS, "as `retention` has it; `results` of cells go with the last run that has them"),
      count: count("lines of logs, batches of results, else files"),
      bytes: count("of these, without indexes"),
    }),
    "by DAG, then by kind",
  ),
  depot: nullable(
    object({
      address: text("where it is"),
      run_bytes: count("of files of runs in it, as the database has them"),
      found: nullable(
        object({ runs: sizes("files of runs"), data: sizes("frozen data") }),
        "what lies there; null where it was not asked for",
      ),
    }),
    "null where the project has none",
  ),
});
