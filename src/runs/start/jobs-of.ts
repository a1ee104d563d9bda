import type { JobRequest } from "../../core/names/job-names.ts";
import type { TaskKind } from "../../core/names/states.ts";
import { ownValue } from "../../core/values/own-record.ts";
import type { DueTask } from "../kinds/kind-rules.ts";
import { RULES_OF_KIND } from "../kinds/rules-of-kind.ts";

export interface QueuedTask extends DueTask {
  readonly kind: TaskKind;
}

/** The wake-ups of queued tasks. Those of kinds that only a newer version knows are left to its workers. */
export function jobsOf(tasks: readonly QueuedTask[]): readonly JobRequest[] {
  const byKind = Map.groupBy(tasks, ({ kind }) => kind);
  return [...byKind].flatMap(([kind, due]) => ownValue(RULES_OF_KIND, kind)?.wakeQueued(due) ?? []);
}
