import { scheduleText } from "../../../contract/json/dags-json.ts";
import { formatClock } from "../../../factory/sections/session-moment.ts";
import { localText } from "../../../runs/schedule/slot-times.ts";
import type { RunTiming } from "../../../runs/start/run-timing.ts";
import { waitText } from "../wait-text.ts";
import { slotTime } from "./slot-view.ts";

/** When the DAG of a plan runs by itself, what it waits for, and by when it ought to have ended. */
export function timingLines({ schedule, next, wait, mustFinishBy }: RunTiming): readonly string[] {
  return [
    ...(schedule === null ? [] : [`Schedule: ${scheduleText(schedule)}`]),
    ...(schedule === null || next === null
      ? []
      : [`Next:     ${localText(next, schedule.timezone)} (${slotTime(next)})`]),
    ...(wait === null
      ? []
      : [`Data:     ${wait.missing === null ? `have come (${wait.through})` : waitText(wait, null)}`]),
    ...(schedule === null || mustFinishBy === null
      ? []
      : [`Deadline: ${formatClock(mustFinishBy)} ${schedule.timezone}; warns once when it is not likely to be kept`]),
  ];
}
