import { Type, type Static } from "typebox";
import { LOG_LEVELS } from "../../core/log.ts";
import { count, instant, list, nullable, object, oneOf, open, text } from "./parts.ts";

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

export const CellLogSchema = object({
  run_id: text("the run that computed the cell"),
  cell: count("its number there"),
  file: text("absolute path of its log"),
  lines: list(Type.String(), "the oldest first"),
});
