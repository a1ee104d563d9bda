import { formatDuration } from "../../core/time/duration.ts";
import { zoneOffsets } from "../../core/time/zone-offsets.ts";
import type { PacedRun } from "../../store/run/deadlines.ts";
import type { RunRow } from "../../store/run/runs.ts";
import { waitedFor } from "../wait/missing-data.ts";
import type { ExpectedEnd } from "./expect-end.ts";

/** What people are told of a run that is not likely to end in time. @param timezone of its schedule */
export function lateNotice(
  run: RunRow,
  { pace, expected }: { readonly pace: PacedRun; readonly expected: ExpectedEnd | null },
  timezone: string,
): { readonly title: string; readonly text: string } {
  const clock = (at: Date): string =>
    new Date(at.getTime() + zoneOffsets(timezone)(at.getTime())).toISOString().slice(11, 16);
  const deadline = `${clock(pace.mustFinishAt)} (${timezone})`;
  const isOver = pace.now >= pace.mustFinishAt;
  const title = isOver
    ? `${run.dagId} was not done by ${deadline}`
    : `${run.dagId} is not likely to be done by ${deadline}`;
  const sentences = [stateSentence(run, pace), expected === null ? null : endSentence(expected, pace, clock)];
  return { title, text: sentences.filter((sentence) => sentence !== null).join(" ") };
}

function stateSentence(run: RunRow, pace: PacedRun): string {
  if (run.waitsFor !== null) {
    const { missing } = run.waitsFor;
    return `The run has not begun: it waits for ${waitedFor(run.waitsFor)}${missing === null ? "" : ` (${missing})`}.`;
  }
  if (run.held) return "The run has not begun: it waits for the run before it to end.";
  if (pace.startedAt === null) return "The run has not begun: no worker has taken it up.";
  return `${count(pace.cellsDone)} of ${count(pace.cellsTotal)} cells are done.`;
}

function endSentence({ at, basis, rate }: ExpectedEnd, pace: PacedRun, clock: (at: Date) => string): string {
  const lateMs = at.getTime() - pace.mustFinishAt.getTime();
  const late = lateMs > 0 ? `, ${formatDuration(lateMs)} late` : "";
  const why =
    basis === "rate"
      ? `At the measured ${rateText(rate ?? 0)}`
      : `By the ${formatDuration(pace.usualMs ?? 0)} that its last runs took`;
  return `${why} it ends about ${clock(at)}${late}.`;
}

/** Cells per second, or per minute of slow ones. */
function rateText(rate: number): string {
  return rate >= 1
    ? `${count(Number(rate.toPrecision(3)))} cells a second`
    : `${Number((rate * 60).toPrecision(3))} cells a minute`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
