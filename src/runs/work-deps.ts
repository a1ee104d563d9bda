import type { AlertFacts, AlertRule } from "../alerts/alert-facts.ts";
import type { CallbackContext } from "../callbacks/callback-context.ts";
import type { ChannelName } from "../core/channels.ts";
import type { CellExecutor } from "../executors/cell-executor.ts";
import type { CallbackSpec } from "../factory/dag-spec.ts";
import type { TearsheetInput } from "../report/tearsheet-input.ts";
import type { AttemptId } from "../store/run/attempts.ts";
import type { TaskDesk } from "./callback/task-desk.ts";
import type { DagCache } from "./dag-cache.ts";
import type { RunDeps } from "./run-deps.ts";
import type { RunLogs } from "./run-logs.ts";
import type { StopSignals } from "./stop-signals.ts";
import type { SweepCache } from "./sweep/sweep-cache.ts";

/** What doing the work of runs needs from outside, besides what starting them needs. */
export interface WorkPorts {
  /** The project's folder; artifacts go to `results/run_<id>/` in it. */
  readonly home: string;
  readonly executor: CellExecutor;
  /** Runs a callback within its time-out; what it returns is its output. */
  runCallback(callback: CallbackSpec, context: CallbackContext): Promise<unknown>;
  renderTearsheet(input: TearsheetInput): string | Promise<string>;
  readonly alerts: AlertPort;
}

export interface AlertPort {
  evaluate(rules: readonly AlertRule[], facts: AlertFacts): readonly RuleOutcome[];
  /** Sends one message through one channel, once. */
  deliver(delivery: OutgoingDelivery, signal: AbortSignal): Promise<DeliveryOutcome>;
  /** Delay before the next try after `attempt` failed ones; null gives up. */
  nextDelayMs(attempt: number, retryAfterMs: number | undefined): number | null;
}

/** `undecided`: the rule could not be decided, for `reason`; it is sent too, since silence would look like health. */
export interface RuleOutcome {
  readonly rule: AlertRule;
  readonly state: "fired" | "quiet" | "undecided";
  readonly reason?: string;
}

export interface OutgoingDelivery {
  readonly channel: ChannelName;
  readonly message: AlertMessage;
  readonly idempotencyKey: string;
}

/** What an alert is rendered from, as it is stored with it. */
export type AlertMessage =
  | {
      readonly kind: "fired" | "undecided" | "recovered";
      readonly rule: AlertRule;
      readonly reason: string | null;
      readonly facts: AlertFacts;
    }
  | {
      readonly kind: "notice";
      readonly title: string;
      readonly text: string;
      readonly run: string;
      readonly dag: string;
    };

export type DeliveryOutcome =
  | { readonly state: "delivered" }
  | { readonly state: "not_configured" }
  | { readonly state: "refused"; readonly error: string; readonly retryable: boolean; readonly retryAfterMs?: number };

/** Everything the work of one worker process needs. */
export interface WorkDeps extends RunDeps, WorkPorts {
  readonly workerId: string;
  readonly sweeps: SweepCache;
  readonly dags: DagCache;
  readonly desk: TaskDesk;
  readonly logs: RunLogs;
  readonly stops: StopSignals;
  /** Attempts that this process works on; see takeBackStrays. */
  readonly active: Set<AttemptId>;
}
