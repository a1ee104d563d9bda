import { LRUCache } from "lru-cache";
import type { TaskId } from "../../core/names/ids.ts";
import { type OpenDeps, type OpenTask, openTask } from "./open-task.ts";

export interface SweepCache {
  /** @throws AppError as `openTask` does */
  open(taskId: TaskId): Promise<OpenTask>;
}

const MAX_OPEN = 16;

/** Keeps the sweeps that this process works on: opening one reads data and code. */
export function createSweepCache(deps: OpenDeps): SweepCache {
  const opened = new LRUCache<TaskId, Promise<OpenTask>>({ max: MAX_OPEN });
  return {
    open(taskId) {
      const known = opened.get(taskId);
      if (known !== undefined) return known;
      const opening = openTask(taskId, deps);
      opened.set(taskId, opening);
      opening.catch(() => opened.delete(taskId));
      return opening;
    },
  };
}
