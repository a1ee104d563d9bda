import { textTable } from "../../core/text/text-table.ts";
import type { SlotRow } from "../../store/run/ticks.ts";

/** Slots as lines: when, of which DAG, what became of them, and why. */
export function slotTable(slots: readonly SlotRow[]): readonly string[] {
  const rows = slots.map((slot) => [
    slotTime(slot.at),
    slot.dagId,
    slot.outcome,
    slot.runId ?? "",
    slot.runState ?? "",
    slot.reason ?? "",
  ]);
  return textTable([["slot", "dag", "outcome", "run", "state", "reason"], ...rows], {
    leftColumns: [0, 1, 2, 3, 4, 5],
  });
}

export function slotJson(slot: SlotRow): Readonly<Record<string, unknown>> {
  return {
    dag: slot.dagId,
    slot: slot.at,
    outcome: slot.outcome,
    reason: slot.reason,
    run_id: slot.runId,
    run_state: slot.runState,
    decided_at: slot.decidedAt,
  };
}

/** `2026-02-10 08:30:00Z` */
export function slotTime(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace("T", " ")}Z`;
}
