import type { LogRow } from "../../store/logs.ts";
import type { LogLineJson } from "../schemas/logs-schema.ts";

export function logLineJson({ id, at, level, task, message, fields }: LogRow): LogLineJson {
  return { id, at: at.toISOString(), level, task, message, fields };
}
