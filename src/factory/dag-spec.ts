import type { AwsBatchSpec } from "../core/spec/aws-batch-spec.ts";
import type { DataSpec, WindowSpec } from "../core/spec/data-spec.ts";
import type { CodeRef } from "../core/spec/code-ref.ts";
import type { ScriptRef } from "../core/spec/script-spec.ts";
import { type CallbackSpec, FETCHING_CALLBACK } from "../core/spec/callback-spec.ts";
import type { LimitsSpec, PoolUse } from "../core/spec/limits-spec.ts";
import type { RetentionSpec } from "../core/retention/retention-spec.ts";
import type { RetrySpec } from "../core/spec/retry-spec.ts";
import type { DrawSpec, SearchSpec } from "../core/spec/search/search-spec.ts";
import type {
  CpcvSpec,
  MonteCarloSpec,
  RegressionSpec,
  SensitivitySpec,
  Study,
  WalkForwardSpec,
} from "../core/spec/study-spec.ts";
import type { Priority } from "../core/names/priority.ts";
import type { AlertRule } from "../core/spec/alert-rule.ts";
import type { CalendarName } from "../calendar/calendar-names.ts";
import type { Severity } from "../core/names/alarms.ts";
import type { ChannelName } from "../core/names/channels.ts";
import type { QuietHours } from "../core/time/quiet-hours.ts";
import type { Params, ParamValue } from "../core/params/param-spec.ts";
import type { TriggerRule } from "../core/names/states.ts";
import type { BacktestSettings } from "../engine/settings.ts";
import type { Sampling } from "../engine/execution-rules.ts";

/**
 * A DAG file after checking and merging: every default filled in, every value in its
 * final unit, deeply frozen, plain JSON (it is stored and hashed as such).
 */
export interface DagSpec {
  readonly id: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly schedule: ScheduleSpec | null;
  /** In file order; names are unique. A single `backtest:` is named `backtest`. */
  readonly backtests: readonly BacktestSpec[];
  readonly before: readonly CallbackSpec[];
  readonly after: readonly CallbackSpec[];
  readonly alerts: readonly AlertRule[];
  /** Absent where the file says nothing of it, and in versions stored before there was such a key. */
  readonly notifications?: NotificationsSpec;
  readonly retry: RetrySpec;
  /** Of the whole run. */
  readonly timeoutMs: number;
  /** Absent: normal. */
  readonly priority?: Priority;
  /** Of all its tasks that name no other one; absent: none. */
  readonly pool?: PoolUse;
  readonly limits?: LimitsSpec;
  /** Absent: a run takes the data as they are. */
  readonly waitFor?: WaitForSpec;
  /** A clock time of the schedule's zone, in minutes after midnight; a run of a slot is to end by the first after it. */
  readonly mustFinishBy?: number;
  /** Failed runs of the schedule in a row after which the DAG is paused. Absent: it never is. */
  readonly pauseAfter?: number;
  /** Absent: as the project keeps runs. */
  readonly retention?: RetentionSpec;
}

export const MISSED_POLICIES = ["none", "last", "all"] as const;
type MissedPolicy = (typeof MISSED_POLICIES)[number];

export const OVERLAP_POLICIES = ["skip", "queue", "replace"] as const;
type OverlapPolicy = (typeof OVERLAP_POLICIES)[number];

/** By the clock of a zone, or by the sessions of a market. */
export type ScheduleSpec = CronScheduleSpec | SessionScheduleSpec;

interface SchedulePolicies {
  /** IANA zone. */
  readonly timezone: string;
  readonly missed: MissedPolicy;
  readonly overlap: OverlapPolicy;
}

export interface CronScheduleSpec extends SchedulePolicies {
  readonly cron: string;
  /** How two restricted day fields combine; required by the factory when both are restricted. */
  readonly dayMode: "and" | "or" | null;
  /** Slots on holidays of this market are passed over. Absent: none are. */
  readonly holidaysOf?: CalendarName;
}

export interface SessionScheduleSpec extends SchedulePolicies {
  readonly calendar: CalendarName;
  readonly at: SessionMoment;
}

export const SESSION_ANCHORS = ["open", "close", "break_start", "break_end"] as const;
export type SessionAnchor = (typeof SESSION_ANCHORS)[number];

export type SessionMoment =
  | { readonly kind: "anchor"; readonly anchor: SessionAnchor; readonly offsetMs: number }
  /** Minutes after midnight of the session's day, in the schedule's zone. */
  | { readonly kind: "clock"; readonly minutes: number };

/** Data that a run waits for before it is planned. */
export interface WaitForSpec {
  /** A dataset of the catalogue, or a source; null for all data of the backtests. */
  readonly dataset: string | null;
  /** A day `YYYY-MM-DD`, or a template over WAIT_NAMES. */
  readonly through: string;
  readonly timeoutMs: number;
}

/** What `through` may say of the slot of a run. */
export const WAIT_NAMES = ["ds", "last_session", "last_bar"] as const;

export interface BacktestSpec {
  readonly name: string;
  /** Names of other backtests that come first. */
  readonly needs: readonly string[];
  readonly triggerRule: TriggerRule;
  /** For `min_success`: fraction of the needed sweeps' cells, 0…1. */
  readonly minSuccess: number | null;
  readonly strategy: StrategyRef;
  /** The kind of executor that computes its cells. Absent: the engine (see `executorOf`). */
  readonly executor?: string;
  /** Of the executor `aws_batch`. */
  readonly aws?: AwsBatchSpec;
  /** Null where the strategy has data of its own, as a script has. */
  readonly data: DataSpec | null;
  readonly window: WindowSpec;
  readonly settings: Omit<BacktestSettings, "barsPerYear" | "daysPerYear" | "session"> & {
    readonly barsPerYear: number | null;
  };
  /** Values outside the grid, defaults of the strategy included. */
  readonly params: Params;
  readonly grid: GridSpec;
  /** A metric that its cells have. */
  readonly objective: string;
  /** Cells with fewer trades rank last. Absent in versions stored before there was such a key (see `minTradesOf`). */
  readonly minTrades?: number;
  /** Absent: no such study. */
  readonly walkForward?: WalkForwardSpec;
  readonly cpcv?: CpcvSpec;
  readonly monteCarlo?: MonteCarloSpec;
  readonly sensitivity?: SensitivitySpec;
  /** Which of the cells of its grid are computed depends on results; absent: all are. */
  readonly search?: SearchSpec;
  /** Absent: nobody compares it with the run before. */
  readonly regression?: RegressionSpec;
  /** Null leaves it to the profile and the bars. */
  readonly sampling: Sampling | null;
  /** Opts out of the result cache. */
  readonly volatile: boolean;
  /** Of one cell of a strategy that is not built in; absent: from what the cells so far have taken. */
  readonly cellTimeoutMs?: number;
  /** From its beginning to its end, all tries together; absent: as long as the run may take. */
  readonly timeoutMs?: number;
  /** In place of the DAG's. */
  readonly retry?: RetrySpec;
  /** In place of the DAG's. */
  readonly pool?: PoolUse;
}

/** What computes the cells of a backtest. */
export type StrategyRef = CodeRef | ScriptRef;

/** A backtest whose orders the engine fills. */
export interface EngineSpec extends BacktestSpec {
  readonly strategy: CodeRef;
  readonly data: DataSpec;
}

export function isEngineSpec(backtest: BacktestSpec): backtest is EngineSpec {
  return backtest.strategy.kind !== "script" && backtest.data !== null;
}

/** A backtest whose cells are runs of a program. */
export interface ScriptSpec extends BacktestSpec {
  readonly strategy: ScriptRef;
}

export function isScriptSpec(backtest: BacktestSpec): backtest is ScriptSpec {
  return backtest.strategy.kind === "script";
}

/** Of a run of it, unless that says otherwise. */
export function priorityOf({ priority = "normal" }: Pick<DagSpec, "priority">): Priority {
  return priority;
}

/** What of a DAG a backtest or a callback may have its own of. */
type OwnRules = Pick<BacktestSpec | CallbackSpec, "retry" | "pool">;

export function retryOf(dag: Pick<DagSpec, "retry">, own: OwnRules | undefined): RetrySpec {
  return own?.retry ?? dag.retry;
}

/** Null for none. */
export function poolOf(dag: Pick<DagSpec, "pool">, own: OwnRules | undefined): PoolUse | null {
  return own?.pool ?? dag.pool ?? null;
}

export function executorOf({ executor = "engine" }: Pick<BacktestSpec, "executor">): string {
  return executor;
}

/** The studies that are asked for, in the order in which they are listed. */
export function studiesOf({
  walkForward,
  cpcv,
  monteCarlo,
  sensitivity,
}: Pick<BacktestSpec, "walkForward" | "cpcv" | "monteCarlo" | "sensitivity">): readonly Study[] {
  return [
    ...(walkForward === undefined ? [] : ["walk_forward" as const]),
    ...(cpcv === undefined ? [] : ["cpcv" as const]),
    ...(monteCarlo === undefined ? [] : ["monte_carlo" as const]),
    ...(sensitivity === undefined ? [] : ["sensitivity" as const]),
  ];
}

/** How many of its first callbacks run before the data are frozen: up to the last one that fetches; 0 for a run that is planned at once. */
export function callbacksBeforeData({ before }: Pick<DagSpec, "before">): number {
  return before.findLastIndex(({ ref }) => ref.kind === "builtin" && ref.name === FETCHING_CALLBACK) + 1;
}

/** Fewer trades than this, and a cell ranks behind all others; 0 is no such rule. */
export function minTradesOf({ minTrades = 0 }: Pick<BacktestSpec, "minTrades">): number {
  return minTrades;
}

export interface GridSpec {
  /** In file order; the last axis varies fastest. Empty: one cell. */
  readonly axes: readonly AxisSpec[];
  /** CEL over the parameter names; null keeps every cell. */
  readonly where: string | null;
  /** Partial matches; a cell that matches one of them is left out. */
  readonly exclude: readonly Params[];
  /** Extra whole cells, after those of the axes. */
  readonly add: readonly Params[];
  readonly maxCells: number;
  /** Absent: every combination is a cell. */
  readonly draw?: DrawSpec;
}

/** Ranges stay arithmetic: an axis of a million values takes no memory. */
export type AxisSpec =
  | { readonly name: string; readonly kind: "list"; readonly values: readonly ParamValue[] }
  /** `from + i * step` for i in 0…count-1. */
  | {
      readonly name: string;
      readonly kind: "range";
      readonly from: number;
      readonly step: number;
      readonly count: number;
      /** Searches draw evenly in the logarithm of the value; absent: evenly. */
      readonly spread?: "log";
    }
  /** `count` values from `from` to `to`, evenly spaced in the logarithm. Of an int parameter the factory makes a list. */
  | {
      readonly name: string;
      readonly kind: "log";
      readonly from: number;
      readonly to: number;
      readonly count: number;
    };

export interface NotificationsSpec {
  /** Absent channels have none. */
  readonly quietHours: Readonly<Partial<Record<ChannelName, QuietHoursSpec>>>;
  /** Id of the run that `baseline` means. */
  readonly baseline: string | null;
}

export interface QuietHoursSpec extends QuietHours {
  /** Severities that do not wait. */
  readonly except: readonly Severity[];
}
