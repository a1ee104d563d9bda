import { count, list, object, text } from "../parts.ts";

/** What `nightgrid export` has written. */
export const ExportedRunSchema = object({
  run_id: text("20260210_143022_a3f8b2c1"),
  folder: text("absolute, where everything lies"),
  files: list(
    object({ name: text("below the folder"), bytes: count("how long it is") }),
    "in the order of their names",
  ),
  missing: list(
    object({ name: text("of the file"), reason: text("why it is not there") }),
    "files of the run that are gone",
  ),
});
