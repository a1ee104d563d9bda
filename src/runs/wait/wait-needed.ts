import { callbacksBeforeData } from "../../factory/dag-spec.ts";
import type { Wait } from "../../store/run/waits.ts";
import type { RunDeps } from "../run-deps.ts";
import type { StartRequest } from "../start/run-plan.ts";
import { waitOf } from "./data-day.ts";
import { missingData } from "./missing-data.ts";

/**
 * What a run would have to wait for, were it started now; null when its data have come, or it waits for none. One whose prices
 * are fetched first waits for that in any case.
 *
 * @param noWait takes the data as they are, whatever `wait_for` says
 * @throws AppError CALENDAR_ENDS when it depends on a session that is not known
 */
export async function waitNeeded(
  { dag: { spec }, logicalDate }: Pick<StartRequest, "dag" | "logicalDate">,
  deps: Pick<RunDeps, "data">,
  noWait = false,
): Promise<Wait | null> {
  const wait = noWait ? waitOf({ ...spec, waitFor: undefined }, logicalDate) : waitOf(spec, logicalDate);
  if (callbacksBeforeData(spec) > 0) return wait;
  const missing = wait === null ? null : await missingData(spec, wait, deps);
  return wait === null || missing === null ? null : { ...wait, missing };
}
