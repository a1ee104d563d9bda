import type { Wait } from "../../store/run/waits.ts";
import type { WaitJson } from "../schemas/run-schema.ts";

export function waitJson(wait: Wait | null, until: Date | null): WaitJson | null {
  if (wait === null) return null;
  const { dataset, through, missing } = wait;
  return { dataset, through, until: until?.toISOString() ?? null, missing };
}
