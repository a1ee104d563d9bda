import type { Wait } from "../../store/run/waits.ts";
import type { WaitJson } from "../schemas/run-schema.ts";

export function waitJson(wait: Wait | null, until: Date | null): WaitJson | null {
  const { dataset = null, through = null, missing = null } = wait ?? {};
  // One that waits for a worker alone waits for no data.
  if (through === null) return null;
  return { dataset, through, until: until?.toISOString() ?? null, missing };
}
