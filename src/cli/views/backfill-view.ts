import { type AskedBackfill, plannedBackfillJson } from "../../contract/json/actions/backfill-json.ts";
import { textTable } from "../../core/text/text-table.ts";
import { formatDuration } from "../../core/time/duration.ts";
import { type BackfillTally, type BackfillView, slotStatus } from "../../runs/backfill/backfill-view.ts";
import type { BackfillPlan } from "../../runs/backfill/start-backfill.ts";
import { minute } from "./run-table.ts";

/** More slots are counted only. */
const SHOWN_SLOTS = 50;

export function plannedLines(plan: BackfillPlan, asked: AskedBackfill): readonly string[] {
  const { slots, dag, max_active: most } = plannedBackfillJson(plan, asked);
  const rows = plan.slots.map(({ at, skippedFor }) => [
    minute(at),
    skippedFor === null ? "would run" : `skipped: has run ${skippedFor}`,
  ]);
  return [
    `${dag}: ${slots.total} slots, ${slots.waiting} would run, ${most} at a time, ${slots.skipped} skipped.`,
    ...shown(["slot", ""], rows),
  ];
}

export function backfillLines(view: BackfillView): readonly string[] {
  const rows = view.slots.map((slot) => [
    minute(slot.at),
    slotStatus(slot),
    slot.tookMs === null || slot.state !== "started" ? "" : formatDuration(slot.tookMs),
    slot.runId ?? "",
  ]);
  return [...shown(["slot", "state", "took", "run"], rows), progressLine(view)];
}

/** `Backfill 3 of nightly_sp500: 12 of 20 done (11 succeeded, 1 failed), 2 running, 6 waiting; about 3m 20s left` */
export function progressLine({ backfill, tally, remainingMs }: BackfillView): string {
  const left = remainingMs === null ? "" : `; about ${formatDuration(remainingMs)} left`;
  const state = backfill.state === "running" ? "" : ` is ${backfill.state}`;
  return `Backfill ${backfill.id} of ${backfill.dagId}${state}: ${tallyText(tally)}${left}`;
}

function tallyText({ total, waiting, open, ...ends }: BackfillTally): string {
  const { succeeded, failed, cancelled, skipped } = ends;
  const parts = Object.entries({ succeeded, failed, cancelled, skipped }).filter(([, count]) => count > 0);
  const done = parts.reduce((sum, [, count]) => sum + count, 0);
  const how = parts.length === 0 ? "" : ` (${parts.map(([name, count]) => `${count} ${name}`).join(", ")})`;
  return `${done} of ${total} done${how}, ${open} going, ${waiting} waiting`;
}

function shown(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const table = textTable([header, ...rows.slice(0, SHOWN_SLOTS)], { leftColumns: [0, 1, 3] });
  return rows.length > SHOWN_SLOTS ? [...table, `… and ${rows.length - SHOWN_SLOTS} more`] : table;
}
