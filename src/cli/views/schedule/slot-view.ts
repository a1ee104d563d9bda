import { printable } from "../../../core/text/printable.ts";
import { textTable } from "../../../core/text/text-table.ts";
import type { SlotRow } from "../../../store/run/ticks.ts";
import { localText } from "./slot-times.ts";
import { waitJson, waitText } from "../wait-text.ts";

/**
 * Slots as lines: when, of which DAG, what became of them, and why.
 *
 * @param timezone shows what the clock showed there, too
 */
export function slotTable(slots: readonly SlotRow[], timezone?: string): readonly string[] {
  const rows = slots.map((slot) => [
    slotTime(slot.at),
    ...(timezone === undefined ? [] : [localText(slot.at, timezone)]),
    slot.dagId,
    slot.outcome,
    slot.runId ?? "",
    slot.waitsFor === null ? (slot.runState ?? "") : `${slot.runState ?? ""}, waiting`,
    slotReason(slot),
  ]);
  const header = ["slot", ...(timezone === undefined ? [] : ["local"]), "dag", "outcome", "run", "state", "reason"];
  return textTable([header, ...rows], { leftColumns: header.map((_, i) => i) });
}

/** What kept the slot from simply starting, what its run waits for, or why it failed. */
function slotReason({ reason, waitsFor, waitUntil, runReason }: SlotRow): string {
  const waiting = waitsFor === null ? null : waitText(waitsFor, waitUntil);
  return [...new Set([reason, waiting, runReason])]
    .filter((text) => text !== null)
    .map(firstLine)
    .join("; ");
}

function firstLine(text: string): string {
  return printable(text.split("\n", 1)[0] ?? "");
}

export function slotJson(slot: SlotRow): Readonly<Record<string, unknown>> {
  return {
    dag: slot.dagId,
    slot: slot.at,
    outcome: slot.outcome,
    reason: slot.reason,
    run_id: slot.runId,
    run_state: slot.runState,
    run_reason: slot.runReason,
    waits_for: waitJson(slot.waitsFor, slot.waitUntil),
    decided_at: slot.decidedAt,
  };
}

/** `2026-02-10 08:30:00Z` */
export function slotTime(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace("T", " ")}Z`;
}
