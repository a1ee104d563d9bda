import { fixedSources } from "../../../data/sources/source-catalogue.ts";
import type { CallbackServices, UpdatedSeries } from "../../../callbacks/callback-context.ts";
import type { Logger } from "../../../core/log.ts";
import type { DagSpec } from "../../../factory/dag-spec.ts";
import { readRun } from "../../../store/run/runs.ts";
import type { ClaimedTask } from "../../../store/moves/attempt-moves.ts";
import type { IngestProgress } from "../../ingest/ingest-deps.ts";
import { updateDataOf } from "../../ingest/update-data.ts";
import type { WorkDeps } from "../../work-deps.ts";

/** Lines of the log for a series of many chunks. */
const MOST_LINES = 10;

/**
 * Brings the prices of a run up to date, as long as they are not frozen. What has come stays, however the run ends; done again
 * by another worker it goes on where this one was.
 */
export function fetchData(
  task: ClaimedTask,
  { spec, log, signal }: { readonly spec: DagSpec; readonly log: Logger; readonly signal: AbortSignal },
  deps: WorkDeps,
): CallbackServices["updateData"] {
  return async ({ symbols, onError }) => {
    const run = await readRun(deps.database, task.runId);
    if (run === null || run.waitsFor === null) {
      log.info("The data of this run are frozen: nothing is fetched");
      return [];
    }
    const { logicalDate } = task;
    const { sources = fixedSources([]), ...how } = deps.prices ?? { env: {} };
    const ingest = { ...how, sources, database: deps.database, clock: deps.clock, random: deps.random };
    const watch = { signal, onNote: (text: string) => log.info(text), onProgress: progressInto(log) };
    const { reports, kept } = await deps.fetching.take(() =>
      updateDataOf({ spec, logicalDate, symbols, onError }, { deps: ingest, watch }),
    );
    for (const { symbol, timeframe, added, revised, notes } of reports) {
      log.info(`${symbol} ${timeframe}: ${added} new bars, ${revised.length} revised`);
      for (const note of notes) log.info(note);
    }
    for (const { series, lastBar, reason } of kept) {
      const last = new Date(lastBar).toISOString();
      log.warn(
        `${series.symbol} ${series.timeframe}: ${reason}; the bars that are there are used, the last of ${last}`,
      );
    }
    return [
      ...reports.map(({ source, symbol, timeframe, added, revised }): UpdatedSeries => {
        return { source, symbol, timeframe, added, revised: revised.length, kept_because: null };
      }),
      ...kept.map(({ series, reason }): UpdatedSeries => ({ ...series, added: 0, revised: 0, kept_because: reason })),
    ];
  };
}

function progressInto(log: Logger): (progress: IngestProgress) => void {
  let told = "";
  return ({ symbol, timeframe, done, total, bars }) => {
    if (total < 2 || done === 0) return;
    const mark = `${symbol} ${timeframe} ${Math.floor((done * MOST_LINES) / total)}`;
    if (mark === told) return;
    told = mark;
    log.info(`${symbol} ${timeframe}: ${done} of ${total} parts, ${bars} bars`);
  };
}
