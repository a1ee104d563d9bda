import { messageOf } from "../../core/errors/app-error.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { Wait } from "../../store/run/waits.ts";
import { isConnectionLost } from "../../store/connection/transaction.ts";
import type { RunDeps } from "../run-deps.ts";
import { requestsOf } from "./waited-data.ts";

const MAX_NAMED = 3;

/** What of the data that a run waits for has not come, for people; null when all have. Data that cannot be read have not come. */
export async function missingData(spec: DagSpec, wait: Wait, deps: Pick<RunDeps, "data">): Promise<string | null> {
  const { through } = wait;
  if (through === null) return null;
  const missing: string[] = [];
  for (const request of requestsOf(spec, wait)) {
    try {
      const reaches = await deps.data.reachOf(request, through);
      if (reaches.length === 0) missing.push(`nobody is in its universe on ${through}`);
      const behind = reaches.filter(({ lastDay }) => lastDay < through);
      missing.push(...behind.map(({ symbol, lastDay }) => `${symbol} ends on ${lastDay}`));
    } catch (error) {
      if (isConnectionLost(error)) throw error;
      missing.push(`it cannot be read yet: ${messageOf(error).split("\n", 1)[0] ?? ""}`);
    }
  }
  const named = [...new Set(missing)];
  if (named.length === 0) return null;
  const more = named.length > MAX_NAMED ? ` and ${named.length - MAX_NAMED} more` : "";
  return `${named.slice(0, MAX_NAMED).join(", ")}${more}`;
}

/** `dataset sp500 through 2026-11-27`, `a worker to plan it` */
export function waitedFor({ dataset, through }: Pick<Wait, "dataset" | "through">): string {
  if (through === null) return "a worker to plan it";
  return `${dataset === null ? "its data" : `dataset ${dataset}`} through ${through}`;
}
