import { TRADING_DAYS } from "../../core/time/calendar-year.ts";
import { buildTaskGraph } from "../../factory/build-task-graph.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { BacktestSettings } from "../../engine/settings.ts";
import type { Bars } from "../../engine/bars.ts";
import type { BacktestPreview } from "../../runs/start/preview-run.ts";
import type { StartRequest } from "../../runs/start/run-plan.ts";
import type { RunTiming } from "../../runs/start/run-timing.ts";
import { formatClock } from "../../factory/sections/session-moment.ts";
import type { PlanJson, PlannedBacktestJson, TimingJson } from "../schemas/plan-schema.ts";
import { measuredJson } from "./measured-json.ts";
import { scheduleKeysJson } from "./schedules-json.ts";
import { plannedHistoriesJson } from "./study/planned-histories-json.ts";
import { plannedSearchJson } from "./study/search-json.ts";
import { waitJson } from "./wait-json.ts";

/** What a run would do, and when it would run by itself. */
export function planJson(
  { dag: { spec }, logicalDate }: StartRequest,
  {
    backtests,
    timing,
    slots,
  }: { readonly backtests: readonly BacktestPreview[]; readonly timing: RunTiming; readonly slots: number },
): PlanJson {
  return {
    dag: spec.id,
    logical_date: logicalDate.toISOString(),
    ...timingJson(timing),
    tasks: buildTaskGraph(spec, slots).tasks.map(({ key, kind, needs, triggerRule }) => {
      return { key, kind, needs, trigger_rule: triggerRule };
    }),
    backtests: backtests.map(plannedBacktestJson),
  };
}

function plannedBacktestJson({
  name,
  cells,
  cached,
  extended,
  estimateMs,
  backtest,
  market,
  version,
  histories,
  notes,
}: BacktestPreview): PlannedBacktestJson {
  const bars = market?.bars ?? [];
  const { first, last } = barSpan(bars);
  return {
    name,
    cells,
    cached,
    to_compute: cells - cached,
    extended_from: extended === null ? null : { cells: extended.cells, bars: extended.from },
    estimate_ms: estimateMs === null ? null : Math.round(estimateMs),
    symbols: bars.map(({ symbol }) => symbol),
    bars: bars.map(({ time }) => time.length),
    snapshot: market?.snapshot.id ?? null,
    data_version:
      version === null
        ? null
        : {
            dataset: version.dataset,
            version: version.version,
            known_at: version.knownAt?.toISOString() ?? null,
          },
    ...measuredJson(market?.settings ?? dailySettings(backtest)),
    first_bar: first,
    last_bar: last,
    search: plannedSearchJson(backtest),
    ...plannedHistoriesJson(histories),
    notes,
  };
}

/** Of figures that are made of what a program has written, day by day. */
function dailySettings({ settings }: Pick<BacktestSpec, "settings">): BacktestSettings {
  return { ...settings, barsPerYear: settings.barsPerYear ?? TRADING_DAYS };
}

function timingJson({ schedule, next, wait, mustFinishBy }: RunTiming): TimingJson {
  return {
    schedule: schedule === null ? null : { ...scheduleKeysJson(schedule), next: next?.toISOString() ?? null },
    waits_for: waitJson(wait, null),
    must_finish_by: mustFinishBy === null ? null : formatClock(mustFinishBy),
  };
}

/** The days of the first and the last bar of all symbols: one may begin later, another end earlier. */
export function barSpan(bars: readonly Bars[]): { readonly first: string | null; readonly last: string | null } {
  const firsts = bars.flatMap(({ time }) => time[0] ?? []);
  const lasts = bars.flatMap(({ time }) => time.at(-1) ?? []);
  return { first: day(firsts.sort((a, b) => a - b)[0]), last: day(lasts.sort((a, b) => b - a)[0]) };
}

function day(timeMs: number | undefined): string | null {
  return timeMs === undefined ? null : new Date(timeMs).toISOString().slice(0, 10);
}
