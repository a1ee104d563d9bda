import type { TaskRow } from "../../../store/run/tasks.ts";

type Counted = Pick<TaskRow, "cellsDone" | "cellsFailed" | "cellsCached" | "finishedAt">;

/**
 * Names the state of all cells of a task: the same as long as none has changed. The counters move with every range that is
 * committed; the end of a run that was begun again is another moment.
 */
export function cellsVersion({ cellsDone, cellsFailed, cellsCached, finishedAt }: Counted): string {
  return [cellsDone, cellsFailed, cellsCached, finishedAt?.getTime() ?? 0].map((part) => part.toString(36)).join("-");
}
