import type { Bars } from "../../engine/bars.ts";
import type { BacktestPreview } from "../../runs/start/preview-run.ts";
import type { RunTiming } from "../../runs/start/run-timing.ts";
import { formatClock } from "../../factory/sections/session-moment.ts";
import type { PlannedBacktestJson, TimingJson } from "../schemas/plan-schema.ts";
import { measuredJson } from "./measured-json.ts";
import { scheduleKeysJson } from "./schedules-json.ts";
import { waitJson } from "./wait-json.ts";

export function plannedBacktestJson({ name, cells, cached, sweep, notes }: BacktestPreview): PlannedBacktestJson {
  const { first, last } = barSpan(sweep.bars);
  return {
    name,
    cells,
    cached,
    to_compute: cells - cached,
    symbols: sweep.bars.map(({ symbol }) => symbol),
    bars: sweep.bars.map(({ time }) => time.length),
    snapshot: sweep.snapshot.id,
    ...measuredJson(sweep.settings),
    first_bar: first,
    last_bar: last,
    notes,
  };
}

export function timingJson({ schedule, next, wait, mustFinishBy }: RunTiming): TimingJson {
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
