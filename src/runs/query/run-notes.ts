import type { Note } from "../../core/notes/note.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { snapshotId } from "../../core/names/ids.ts";
import { dataNotes } from "../../data/notes/data-notes.ts";
import type { WindowRequest } from "../../data/resolve-window.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import type { DataPort } from "../market/data-port.ts";
import { isDaily, type OpenData, openData } from "../market/open-data.ts";
import { yearNotes } from "./year-notes.ts";

interface NotesMoment {
  readonly logicalDate: Date;
  readonly data: Pick<DataPort, "resolveWindow">;
}

/** What a careful reader would want to be warned of in the data of a backtest, and in how its metrics are annualised. */
export function backtestNotes(backtest: BacktestSpec, opened: OpenData, at: NotesMoment): readonly Note[] {
  const { snapshot, bars } = opened;
  const { window, data } = backtest;
  const session = isDaily(snapshot) ? undefined : data.session;
  const { startDate } = at.data.resolveWindow(window, at.logicalDate, data.session);
  const noted = { bars, timeframe: snapshot.timeframe, asked: { startDate, endDate: lastAsked(window, at) } };
  return [...dataNotes({ ...noted, ...(session && { session }) }), ...yearNotes(backtest, opened)];
}

/** An `end_date` after the run was not to be had yet; where nobody named one, any last day will do. */
function lastAsked({ endDate }: WindowRequest, { logicalDate, data }: NotesMoment): string | null {
  if (endDate === null) return null;
  const over = data.resolveWindow({ startDate: null, endDate: null, lookbackMs: null }, logicalDate).endDate;
  return over !== null && over < endDate ? over : endDate;
}

/**
 * The same of a run's backtest, from the snapshot that it was pinned to; nothing when it never came to have one. Bars
 * that are not on this host, or damaged, are a note: what is asked for is a result that is there.
 */
export async function pinnedNotes(
  of: {
    readonly backtest: BacktestSpec;
    readonly task: Pick<TaskRow, "snapshotId"> | undefined;
    readonly run: Pick<RunRow, "logicalDate" | "dataThrough">;
  },
  data: DataPort,
): Promise<readonly Note[]> {
  const { backtest, task, run } = of;
  if (task === undefined || task.snapshotId === null) return [];
  const loaded = await data.open(snapshotId(task.snapshotId)).catch(unreadable);
  if (loaded === null) {
    return [{ kind: "data_not_here", text: "the data of the run are not on this host, so gaps in them are not told" }];
  }
  const { logicalDate, dataThrough } = run;
  return backtestNotes(backtest, openData(backtest, { logicalDate, dataThrough, loaded }, data), { logicalDate, data });
}

function unreadable(error: unknown): null {
  if (error instanceof AppError) return null;
  throw error;
}
