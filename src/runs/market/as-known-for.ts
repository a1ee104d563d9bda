import type { DataSpec } from "../../core/spec/data-spec.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { SweepMoment } from "../../executors/executor.ts";
import type { EngineSpec } from "../../factory/dag-spec.ts";
import type { DataPort } from "./data-port.ts";

/**
 * The data of a backtest with splits and dividends as they were known when the run is for, unless they say themselves as of when. An
 * `end_date` after that shows prices that were not there yet, and then what happened to their units, too.
 */
export function asKnownFor(
  { data, window }: Pick<EngineSpec, "data" | "window">,
  { logicalDate, dataThrough }: Pick<SweepMoment, "logicalDate" | "dataThrough">,
  { resolveWindow }: Pick<DataPort, "resolveWindow">,
): DataSpec {
  const { actions, session } = data;
  if (actions === undefined || actions.asOf !== undefined) return data;
  const { endDate } = resolveWindow(window, logicalDate, session, dataThrough);
  const end = endDate === null ? 0 : Date.parse(endDate) + DAY_MS;
  return { ...data, actions: { ...actions, asOf: new Date(Math.max(logicalDate.getTime(), end)).toISOString() } };
}
