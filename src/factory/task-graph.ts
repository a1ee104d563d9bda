import type { TaskKind, TaskPhase, TriggerRule } from "../core/names/states.ts";

/** What a run will execute: a pure value, deeply frozen, in an order in which every task comes after those it needs. */
export interface TaskGraph {
  readonly tasks: readonly TaskNode[];
}

export interface TaskNode {
  /** Unique in the graph and stable: `before.check_data`, the name of a backtest, `after.tearsheet`. */
  readonly key: string;
  readonly kind: TaskKind;
  readonly phase: TaskPhase;
  /** Keys of the tasks that must end first. */
  readonly needs: readonly string[];
  readonly triggerRule: TriggerRule;
  /** For `min_success`: 0…1. */
  readonly minSuccess: number | null;
  /** Position in `spec.before`, `spec.backtests` or `spec.after`. */
  readonly index: number;
}
