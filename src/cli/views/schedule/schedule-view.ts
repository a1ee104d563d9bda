import { scheduleText } from "../../../contract/json/dags-json.ts";
import { printableLine } from "../../../core/text/printable.ts";
import { textTable } from "../../../core/text/text-table.ts";
import type { ScheduleView } from "../../../runs/query/list-schedules.ts";
import { pauseText } from "../../../runs/schedule/dag-pause.ts";
import { localText, slotNotes } from "../../../runs/schedule/slot-times.ts";
import type { CommandContext } from "../../command-context.ts";
import { slotTable, slotTime } from "./slot-view.ts";

/** A schedule for people: the slots to come in local and UTC time, and what became of the past ones. */
export function scheduleViewLines(view: ScheduleView, colors: CommandContext["output"]["colors"]): readonly string[] {
  const { dagId, state, schedule, paused, past } = view;
  const mark = state === "ok" ? "" : colors.red(` (${STATES[state]})`);
  const { missed, overlap, timezone } = schedule;
  return [
    `${colors.bold(dagId)}${mark}  ${scheduleText(schedule)}, missed: ${missed}, overlap: ${overlap}`,
    ...(paused === null ? [] : [colors.yellow(printableLine(pausedLine(paused)))]),
    ...comingLines(view),
    "",
    ...(past.length === 0 ? ["No slot was due yet."] : slotTable(past, timezone)),
  ];
}

function pausedLine({ at, by, reason }: NonNullable<ScheduleView["paused"]>): string {
  const who = pauseText({ pausedBy: by, pausedBecause: reason });
  return `${who}, since ${slotTime(at)}: its slots are skipped until \`nightgrid unpause\``;
}

function comingLines({ upcoming, schedule: { timezone }, end, past }: ScheduleView): readonly string[] {
  const rows = upcoming.map((slot, i) => [
    localText(slot.at, timezone),
    slotTime(slot.at),
    slotNotes(slot, upcoming[i - 1]?.at ?? past[0]?.at ?? null, timezone).join("; "),
  ]);
  const table = textTable([[`next (${timezone})`, "utc", ""], ...rows], { leftColumns: [0, 1, 2] });
  return [...(rows.length === 0 ? ["next  never"] : table), ...(end === null ? [] : [end])].map((line) =>
    line.trimEnd(),
  );
}

const STATES = {
  ok: "",
  new: "no scheduler has taken it up yet: `nightgrid up` does",
  error: "the file is broken; its last good version keeps this schedule",
  removed: "the file is gone",
} as const;
