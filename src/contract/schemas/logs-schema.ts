import { Type, type Static } from "typebox";
import { LOG_LEVELS } from "../../core/log.ts";
import { instant, list, nullable, object, oneOf, open, text } from "./parts.ts";

export const LogLineSchema = object({
  id: text("a decimal number; grows with time"),
  at: instant("when"),
  level: oneOf(LOG_LEVELS, "how much it matters"),
  task: nullable(Type.String(), "key of the task; null for lines of the run itself"),
  message: text("what was said"),
  fields: open<Readonly<Record<string, unknown>>>("values by name", {}, "what was said beside it"),
});
export type LogLineJson = Static<typeof LogLineSchema>;

export const LogsSchema = object({
  run_id: text("the run"),
  lines: list(LogLineSchema, "the oldest first"),
});
