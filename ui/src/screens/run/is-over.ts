import type { ListedRun } from "../../api/shapes.ts";

/** Whether a run has ended. */
export function isOver(state: ListedRun["state"]): boolean {
  return state === "succeeded" || state === "failed" || state === "cancelled";
}
