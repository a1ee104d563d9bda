import { type BackfillView, slotStatus, tallySlots } from "../../../runs/backfill/backfill-view.ts";
import type { ListedBackfill } from "../../../runs/backfill/list-backfills.ts";
import type { BackfillPlan, BackfillRequest } from "../../../runs/backfill/start-backfill.ts";
import type { BackfillJson, BackfillListJson } from "../../schemas/actions/actions-schema.ts";

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

export type AskedBackfill = Pick<BackfillRequest, "dag" | "reprocess" | "maxActive">;

/** Of a backfill that was not started. */
export function plannedBackfillJson(
  { slots }: BackfillPlan,
  { dag, reprocess, maxActive }: AskedBackfill,
): BackfillJson {
  const runs = slots.map(({ at, skippedFor }) => ({
    logical_date: at.toISOString(),
    state: skippedFor === null ? ("waiting" as const) : ("skipped" as const),
    run_id: skippedFor,
  }));
  return {
    backfill: null,
    dag: dag.spec.id,
    state: null,
    reprocess,
    max_active: maxActive,
    slots: tallySlots(runs.map(({ state }) => state)),
    remaining_ms: null,
    runs,
  };
}

export function backfillListJson(dag: string, backfills: readonly ListedBackfill[]): BackfillListJson {
  return {
    dag,
    backfills: backfills.map(({ backfill, tally }) => ({
      backfill: backfill.id,
      state: backfill.state,
      reprocess: backfill.reprocess,
      max_active: backfill.maxActive,
      slots: tally,
      from: backfill.from.toISOString(),
      to: backfill.to.toISOString(),
      created_at: backfill.createdAt.toISOString(),
      ended_at: backfill.endedAt?.toISOString() ?? null,
    })),
  };
}
