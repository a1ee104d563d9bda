import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { LoadedSnapshot, Snapshot } from "../../data/dataset.ts";
import { withoutIdleEvents } from "../../data/actions/event-columns.ts";
import { withoutIdleColumns } from "../../data/chunks/cut-chunks.ts";
import { readContent } from "../../data/snapshots/read-content.ts";
import { daysPerYear } from "../../data/bars/days-per-year.ts";
import { timeframeMs } from "../../data/bars/timeframe.ts";
import type { Bars } from "../../engine/bars.ts";
import { profileOf } from "../../engine/profiles/registry.ts";
import { type BacktestSettings, NO_COSTS } from "../../engine/settings.ts";
import type { EngineSpec } from "../../factory/dag-spec.ts";
import { adjustFor } from "./adjust-for.ts";
import { withMoreToFetch } from "./more-to-fetch.ts";
import { membersOf } from "./members-of.ts";
import type { DataPort } from "./data-port.ts";

/** The data of a backtest, and the settings that they complete. */
export interface OpenData {
  readonly snapshot: Snapshot;
  /** Cut to the window. */
  readonly bars: readonly Bars[];
  readonly settings: BacktestSettings;
  /** What of the data is read, for the name of results. */
  readonly reads: DataIdentity;
  /** Snapshot, symbols and window, by which people know it. */
  readonly told: DataIdentity;
}

type DataIdentity = Readonly<Record<string, unknown>>;

interface DataMoment {
  readonly logicalDate: Date;
  /** Last day, `YYYY-MM-DD`, that counts as over whatever the clock says; null or absent: the clock decides. */
  readonly dataThrough?: string | null;
  readonly loaded: LoadedSnapshot;
}

export function openData(
  backtest: EngineSpec,
  { logicalDate, dataThrough, loaded }: DataMoment,
  data: Pick<DataPort, "resolveWindow" | "cutBars">,
): OpenData {
  const { session } = backtest.data;
  const window = data.resolveWindow(backtest.window, logicalDate, session, dataThrough);
  const { snapshot } = loaded;
  const cut = (whole: Bars): Bars => {
    try {
      return data.cutBars(whole, window, isDaily(snapshot) ? undefined : session);
    } catch (error) {
      throw withMoreToFetch(error, backtest.data, { bars: whole, window });
    }
  };
  const seen = backtest.data.universe === undefined ? loaded.bars.map(cut) : membersOf(loaded.bars, cut);
  // What is paid, and who leaves, outside of the window is not to be seen in it: not even that it happens.
  const raw = snapshot.manifest === undefined ? seen : seen.map(withoutIdleColumns).map(withoutIdleEvents);
  const told = toldOf(backtest, snapshot, raw);
  const content = readContent(snapshot, raw);
  const reads = content === null ? told : { data: content, timeframe: snapshot.timeframe };
  const { bars, settings } = adjustFor(backtest.data, raw);
  return { snapshot, bars, settings: { ...settingsFor(backtest, loaded, bars), ...settings }, reads, told };
}

/**
 * Results are named by the bars that they read, and nothing else of the snapshot: what was appended last night leaves those of
 * windows that end before it. Those of snapshots from before there were chunks are found under the names that they have: these.
 */
function toldOf({ data }: EngineSpec, snapshot: Snapshot, bars: readonly Bars[]): DataIdentity {
  // The bars, not the dates: a window with an open end is another one every day, and often the same bars.
  const window = bars.map(({ time }) => [time[0] ?? null, time.at(-1) ?? null]);
  return { snapshot: snapshot.id, symbols: data.symbols, window };
}

/** Completes the settings by what only the data tell, and by costs that came after the DAG version was stored. */
function settingsFor(
  { settings, sampling, data }: EngineSpec,
  { snapshot, bars }: LoadedSnapshot,
  window: readonly Bars[],
): BacktestSettings {
  const { intraday, ownYear } = profileOf(settings.execution.profile).conventions;
  const measured = settings.barsPerYear ?? snapshot.barsPerYear;
  const measuredDays = daysPerYear(bars, measured, data.session);
  const session = isDaily(snapshot) ? undefined : data.session;
  const [first] = window;
  const ruled = ownYear !== null && settings.barsPerYear === null && first ? ownYear(first) : null;
  const barsPerYear = measuredDays === null ? (ruled ?? measured) : measured;
  const days = (sampling ?? intraday) === "day" && measuredDays !== null ? (ruled ?? measuredDays) : null;
  const costs = { ...NO_COSTS, ...settings.costs };
  return {
    ...settings,
    costs,
    barsPerYear,
    ...(days === null ? {} : { daysPerYear: days }),
    ...(session && { session }),
    timeframe: snapshot.timeframe,
  };
}

/** Days as they are written, midnight UTC: a zone says nothing of them. */
export function isDaily({ timeframe }: Snapshot): boolean {
  return timeframeMs(timeframe) >= DAY_MS;
}
