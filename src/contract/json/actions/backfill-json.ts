import { type BackfillView, slotStatus } from "../../../runs/backfill/backfill-view.ts";
import type { BackfillJson } from "../../schemas/actions/actions-schema.ts";

export function backfillJson({ backfill, slots, tally, remainingMs }: BackfillView): BackfillJson {
  const { id, dagId, state, reprocess, maxActive } = backfill;
  return {
    backfill: id,
    dag: dagId,
    state,
    reprocess,
    max_active: maxActive,
    slots: tally,
    remaining_ms: remainingMs,
    runs: slots.map((slot) => ({ logical_date: slot.at.toISOString(), state: slotStatus(slot), run_id: slot.runId })),
  };
}
