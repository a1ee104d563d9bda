import { parseRunId } from "../core/names/ids.ts";
import { finishRun as finish } from "../runs/end/finish-run.ts";
import { type JobHandler, subjectOf } from "./job-handler.ts";

export const finishRun: JobHandler = async (payload, deps) => {
  const runId = parseRunId(subjectOf(payload));
  if (runId === null) throw new TypeError(`"${subjectOf(payload)}" is no run id`);
  await finish(runId, deps);
};
