import { formatClock } from "../../../factory/sections/session-moment.ts";
import type { RunDeps } from "../../../runs/run-deps.ts";
import { nextSlots } from "../../../runs/schedule/slots.ts";
import type { StartRequest } from "../../../runs/start/run-plan.ts";
import { missingData } from "../../../runs/wait/missing-data.ts";
import { waitOf } from "../../../runs/wait/data-day.ts";
import { readNow } from "../../../store/connection/database-clock.ts";
import { scheduleJson, scheduleText } from "./schedule-text.ts";
import { localText } from "./slot-times.ts";
import { slotTime } from "./slot-view.ts";
import { waitJson, waitText } from "../wait-text.ts";

type Request = Pick<StartRequest, "dag" | "logicalDate">;
type Deps = Pick<RunDeps, "data" | "database">;

/** When the DAG of a plan runs by itself, what it waits for, and by when it ought to have ended. */
export async function timingLines(request: Request, deps: Deps): Promise<readonly string[]> {
  const { schedule, mustFinishBy } = request.dag.spec;
  const next = await nextOf(request, deps);
  const wait = await waitState(request, deps);
  return [
    ...(schedule === null ? [] : [`Schedule: ${scheduleText(schedule)}`]),
    ...(schedule === null || next === null
      ? []
      : [`Next:     ${localText(next, schedule.timezone)} (${slotTime(next)})`]),
    ...(wait === null
      ? []
      : [`Data:     ${wait.missing === null ? `have come (${wait.through})` : waitText(wait, null)}`]),
    ...(schedule === null || mustFinishBy === undefined
      ? []
      : [`Deadline: ${formatClock(mustFinishBy)} ${schedule.timezone}; warns once when it is not likely to be kept`]),
  ];
}

export async function timingJson(request: Request, deps: Deps) {
  const { schedule, mustFinishBy } = request.dag.spec;
  const wait = await waitState(request, deps);
  return {
    schedule: schedule === null ? null : { ...scheduleJson(schedule), next: await nextOf(request, deps) },
    waits_for: waitJson(wait, null),
    must_finish_by: mustFinishBy === undefined ? null : formatClock(mustFinishBy),
  };
}

async function nextOf({ dag }: Request, { database }: Deps): Promise<Date | null> {
  const { schedule } = dag.spec;
  return schedule === null ? null : (nextSlots(schedule, await readNow(database), 1)[0]?.at ?? null);
}

async function waitState({ dag: { spec }, logicalDate }: Request, deps: Deps) {
  const wait = waitOf(spec, logicalDate);
  return wait === null ? null : { ...wait, missing: await missingData(spec, wait, deps) };
}
