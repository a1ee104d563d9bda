import { AppError } from "../errors/app-error.ts";
import { RUN_STATUSES, type RunStatus } from "./states.ts";
import { suggestName } from "../text/suggest-name.ts";

/** What the users of other systems call the same state. */
const STATUS_ALIASES: Readonly<Record<string, RunStatus>> = {
  completed: "succeeded",
  success: "succeeded",
  pending: "queued",
  canceled: "cancelled",
};

/** What a person means by a state of runs. @throws AppError USAGE */
export function parseRunStatus(text: string): RunStatus {
  const status = STATUS_ALIASES[text] ?? RUN_STATUSES.find((known) => known === text);
  if (status !== undefined) return status;
  throw new AppError("USAGE", `There is no run state "${text}".`, { hint: suggestName(text, RUN_STATUSES) });
}
