import { AppError } from "../../core/errors/app-error.ts";
import { RUN_STATUSES, type RunStatus } from "../../core/names/states.ts";
import { suggestName } from "../../core/text/suggest-name.ts";

/** What the users of other systems call the same state. */
const STATUS_ALIASES: Readonly<Record<string, RunStatus>> = {
  completed: "succeeded",
  success: "succeeded",
  pending: "queued",
  canceled: "cancelled",
};

/** What `--state` means. @throws AppError USAGE */
export function runStatus(text: string): RunStatus {
  const status = STATUS_ALIASES[text] ?? RUN_STATUSES.find((known) => known === text);
  if (status !== undefined) return status;
  throw new AppError("USAGE", `There is no run state "${text}".`, { hint: suggestName(text, RUN_STATUSES) });
}
