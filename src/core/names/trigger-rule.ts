import type { TaskState, TriggerRule } from "./states.ts";

/** How the tasks that a task needs have ended. */
export interface NeedsSummary {
  readonly states: Readonly<Record<TaskState, number>>;
  /** Cells of all needed sweeps, and how many of them have a result. */
  readonly cells: number;
  readonly cellsWithResult: number;
}

/** What to do with a task once all it needs has ended. */
export type TriggerDecision = "run" | "skip";

/**
 * Decides for a task whose needs have all ended (a rule is never decided early).
 *
 * - `all_success`: every need succeeded.
 * - `all_done`: always.
 * - `one_failed`: at least one need failed.
 * - `none_failed`: no need failed or was cancelled; skipped ones are fine.
 * - `min_success`: at least `minSuccess` (0…1, null means 1) of the needed sweeps' cells have a result;
 *   without any cell, as `all_success`.
 */
export function decideTrigger(rule: TriggerRule, needs: NeedsSummary, minSuccess: number | null): TriggerDecision {
  return isMet(rule, needs, minSuccess) ? "run" : "skip";
}

function isMet(rule: TriggerRule, needs: NeedsSummary, minSuccess: number | null): boolean {
  const { failed, skipped, cancelled } = needs.states;
  switch (rule) {
    case "all_success":
      return failed + skipped + cancelled === 0;
    case "all_done":
      return true;
    case "one_failed":
      return failed > 0;
    case "none_failed":
      return failed + cancelled === 0;
    case "min_success":
      if (needs.cells === 0) return failed + skipped + cancelled === 0;
      return needs.cellsWithResult >= (minSuccess ?? 1) * needs.cells;
  }
}
