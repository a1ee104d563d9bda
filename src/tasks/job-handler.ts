import { parseRunId, type RunId, type TaskId } from "../core/names/ids.ts";
import type { PriceFetchId } from "../store/prices/price-fetches.ts";
import type { WorkDeps } from "../runs/work-deps.ts";

/** Does what a wake-up asks for. Looking at the same thing twice does no harm. */
export type JobHandler = (payload: unknown, deps: WorkDeps) => Promise<void>;

/** The `subject` of a job's payload. @throws TypeError when there is none */
function subjectOf(payload: unknown): string {
  if (typeof payload === "object" && payload !== null && "subject" in payload && typeof payload.subject === "string") {
    return payload.subject;
  }
  throw new TypeError(`A job's payload needs a "subject": ${JSON.stringify(payload)}`);
}

/** The subject as one task id. @throws TypeError when it is none */
export function taskOf(payload: unknown): TaskId {
  return parseTaskId(subjectOf(payload));
}

/** The subject as task ids with commas between them. @throws TypeError when one is none */
export function tasksOf(payload: unknown): readonly TaskId[] {
  return subjectOf(payload).split(",").map(parseTaskId);
}

/** The subject as a run id. @throws TypeError when it is none */
export function runOf(payload: unknown): RunId {
  const runId = parseRunId(subjectOf(payload));
  if (runId === null) throw new TypeError(`"${subjectOf(payload)}" is no run id`);
  return runId;
}

/** The subject as the number of what is to be fetched of prices. @throws TypeError when it is none */
export function fetchOf(payload: unknown): PriceFetchId {
  const id = subjectOf(payload);
  if (!/^\d{1,18}$/.test(id)) throw new TypeError(`"${id}" is no number of a fetch`);
  return id;
}

function parseTaskId(text: string): TaskId {
  if (!/^\d+$/.test(text)) throw new TypeError(`"${text}" is no task id`);
  return text as TaskId;
}
