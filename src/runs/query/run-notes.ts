import { dataNotes } from "../../data/notes/data-notes.ts";
import { survivorNotes } from "../../data/notes/survivors.ts";
import type { Note, NoteKind } from "../../core/notes/note.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { snapshotId } from "../../core/names/ids.ts";
import type { CellView } from "../../callbacks/callback-context.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import { SHORTEST_SPAN } from "../../core/time/trading-year.ts";
import type { Snapshot } from "../../data/dataset.ts";
import { profileOf } from "../../engine/profiles/registry.ts";
import { describeRefusals } from "../../engine/refusals.ts";
import type { WindowSpec } from "../../core/spec/data-spec.ts";
import { type BacktestSpec, type EngineSpec, isEngineSpec } from "../../factory/dag-spec.ts";
import type { RunRow } from "../../store/run/runs.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import type { DataPort } from "../market/data-port.ts";
import { isDaily, type OpenData, openData } from "../market/open-data.ts";

interface NotesMoment {
  readonly logicalDate: Date;
  readonly data: Pick<DataPort, "resolveWindow">;
}

/** What a careful reader would want to be warned of in the data of a backtest, and in how its metrics are annualised. */
export function backtestNotes(backtest: EngineSpec, opened: OpenData, at: NotesMoment): readonly Note[] {
  const { snapshot, bars } = opened;
  const { window, data } = backtest;
  const session = isDaily(snapshot) ? undefined : data.session;
  const { startDate } = at.data.resolveWindow(window, at.logicalDate, data.session);
  const noted = { bars, timeframe: snapshot.timeframe, asked: { startDate, endDate: lastAsked(window, at) } };
  return [
    ...dataNotes({ ...noted, ...(session && { session }) }).filter(({ kind }) => !isOfUniverse(kind, data)),
    ...survivorNotes(bars, data.universe !== undefined),
    ...splitNotes(opened),
    ...yearNotes(backtest, opened),
  ];
}

/** When a symbol came and went is what a universe says: its bars need not last from end to end. */
function isOfUniverse(kind: NoteKind, { universe }: EngineSpec["data"]): boolean {
  return universe !== undefined && (kind === "starts_late" || kind === "ends_early");
}

/** An `end_date` after the run was not to be had yet; where nobody named one, any last day will do. */
function lastAsked({ endDate }: WindowSpec, { logicalDate, data }: NotesMoment): string | null {
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
  if (task === undefined || task.snapshotId === null || !isEngineSpec(backtest)) return [];
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

/** Units that are held stay as many at a split that is not heeded. */
function splitNotes({ settings: { adjusted } }: OpenData): readonly Note[] {
  if (adjusted?.for !== "none") return [];
  return [
    {
      kind: "splits_left_out",
      text: "the prices fall at each split, and what is held falls with them (data.adjust: splits takes them out)",
    },
  ];
}

/** That ratios are annualised by a number which nobody named, with the reason for it. */
function yearNotes({ settings: written, data }: EngineSpec, { snapshot, settings }: OpenData): readonly Note[] {
  const { barsPerYear, daysPerYear } = settings;
  const named = written.barsPerYear ?? (data.dataset === null ? null : snapshot.barsPerYear);
  const { name, conventions } = profileOf(written.execution.profile);
  const isRuled = conventions.ownYear !== null && written.barsPerYear === null;
  const year = daysPerYear ?? barsPerYear;
  if (year === named) return [];
  const unit = daysPerYear === undefined ? "bars" : "days";
  const reason = isRuled ? `by the rule of ${name}` : reasonOf(snapshot);
  return [{ kind: "year_derived", text: `a year of ${year.toLocaleString("en-US")} ${unit} is ${reason}` }];
}

function reasonOf({ symbols }: Snapshot): string {
  const longest = symbols.toSorted((a, b) => b.bars - a.bars)[0];
  const days = longest === undefined ? 0 : (longest.to - longest.from) / DAY_MS;
  return days < SHORTEST_SPAN
    ? `assumed, the data being shorter than ${SHORTEST_SPAN} days (data.bars_per_year sets it)`
    : "counted in the data (data.bars_per_year sets it)";
}

const MOST_SHOWN = 3;

/** One per cell with refused entries, three at most. */
export function refusalNotes(shown: readonly CellView[]): readonly Note[] {
  const refused = shown.flatMap((cell) => {
    const text = describeRefusals(cell.refused);
    return text === null ? [] : [`cell ${cell.cell} had ${text}`];
  });
  const more = refused.length - MOST_SHOWN;
  const rest = more > 0 ? [`and so had ${more} more (\`nightgrid trades --rejections\` lists those of one cell)`] : [];
  return [...refused.slice(0, MOST_SHOWN), ...rest].map((text) => ({ kind: "orders_refused", text }));
}
