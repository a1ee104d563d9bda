import path from "node:path";
import type { LoadedDag } from "../../factory/check-dag.ts";
import type { ScheduleSpec } from "../../factory/dag-spec.ts";
import type { Diagnostic } from "../../factory/diagnostics/diagnostic.ts";
import { openGrid } from "../../factory/grid/open-grid.ts";
import { formatSessionMoment } from "../../factory/sections/session-moment.ts";
import { nextSlot } from "../../runs/schedule/due-slots.ts";
import type { DagJson, DiagnosticJson } from "../schemas/dags-schema.ts";
import { scheduleKeysJson } from "./schedules-json.ts";

/** @param at.cwd what file names count from @param at.now what the next run comes after @param at.pauses those that are known */
export function dagJson(
  { file, spec, diagnostics }: LoadedDag,
  {
    cwd,
    now,
    pauses,
  }: {
    readonly cwd: string;
    readonly now: Date;
    readonly pauses: ReadonlyMap<string, { readonly at: Date; readonly by: string; readonly reason: string | null }>;
  },
): DagJson {
  const name = path.relative(cwd, file);
  const schedule = spec?.schedule ?? null;
  const keys = schedule === null ? null : scheduleKeysJson(schedule);
  const paused = spec === null ? undefined : pauses.get(spec.id);
  const first = diagnostics.find(({ severity }) => severity === "error");
  return {
    file: name,
    id: spec?.id ?? null,
    state: spec === null ? "error" : "ok",
    tags: spec?.tags ?? [],
    cells:
      spec === null ? null : spec.backtests.reduce((sum, { grid, params }) => sum + openGrid(grid, params).count, 0),
    schedule: schedule === null ? null : scheduleText(schedule),
    cron: keys?.cron ?? null,
    calendar: keys?.calendar ?? null,
    at: keys?.at ?? null,
    timezone: keys?.timezone ?? null,
    next_run: schedule === null ? null : (nextSlot(schedule, now)?.toISOString() ?? null),
    paused: paused === undefined ? null : { ...paused, at: paused.at.toISOString() },
    error: spec === null ? `${name}:${first?.line ?? 1}: ${first?.message ?? "invalid"}` : null,
  };
}

/** `30 3 * * 2-6 America/New_York`, or `XNYS close + 30m`. */
export function scheduleText(schedule: ScheduleSpec): string {
  if ("calendar" in schedule) {
    const { calendar, at, timezone } = schedule;
    return `${calendar} ${formatSessionMoment(at)}${at.kind === "clock" ? ` ${timezone}` : ""}`;
  }
  const { cron, timezone, holidaysOf } = schedule;
  return `${cron} ${timezone}${holidaysOf === undefined ? "" : `, not on holidays of ${holidaysOf}`}`;
}

export function diagnosticJson(diagnostic: Diagnostic): DiagnosticJson {
  const { severity, code, message, hint, file, line, column } = diagnostic;
  return { severity, code, message, hint, file, line, column };
}
