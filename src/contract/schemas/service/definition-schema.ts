import { DiagnosticSchema } from "../dags-schema.ts";
import { flag, list, object, text } from "../parts.ts";

export const DefinitionSchema = object({
  dag: text("its id; of a file that has none that can be read, its name"),
  file: text("below the project's folder"),
  yaml: text("the file as it is now"),
  valid: flag("it can be run"),
  diagnostics: list(DiagnosticSchema, "what is wrong with it, and what is doubtful, in the order of the text"),
});
