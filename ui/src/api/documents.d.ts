// Made from the schemas of the API's documents. Do not edit.
export interface Documents {
  readonly dag_detail: {
    readonly dag: string;
    readonly file: string;
    readonly state: "ok" | "error" | "removed";
    readonly error: string | null;
    readonly description: string;
    readonly tags: readonly string[];
    readonly paused: { readonly at: string; readonly by: string; readonly reason: string | null } | null;
    readonly schedule: {
      readonly cron: string | null;
      readonly calendar: string | null;
      readonly at: string | null;
      readonly skip: "holidays" | null;
      readonly timezone: string;
      readonly missed: "none" | "last" | "all";
      readonly overlap: "skip" | "queue" | "replace";
    } | null;
    readonly next: readonly string[];
    readonly backtests: readonly {
      readonly backtest: string;
      readonly strategy: string;
      readonly objective: string;
      readonly params: { readonly [key: string]: number | string | boolean };
      readonly axes: readonly {
        readonly name: string;
        readonly values: readonly (number | string | boolean)[];
        readonly ordered: boolean;
      }[];
      readonly cells: number;
    }[];
    readonly versions: readonly {
      readonly hash: string;
      readonly first_seen: string;
      readonly last_seen: string | null;
      readonly runs: number;
      readonly current: boolean;
    }[];
  };
  readonly dag_text: {
    readonly dag: string;
    readonly hash: string;
    readonly first_seen: string;
    readonly last_seen: string | null;
    readonly runs: number;
    readonly current: boolean;
    readonly yaml: string;
  };
  readonly dag_grid: {
    readonly dag: string;
    readonly runs: readonly {
      readonly run_id: string;
      readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused";
      readonly logical_date: string;
      readonly created_at: string;
      readonly duration_ms: number | null;
    }[];
    readonly rows: readonly {
      readonly key: string;
      readonly kind: "callback" | "backtest";
      readonly phase: "before" | "backtest" | "after";
      readonly folded: boolean;
      readonly entries: readonly ({
        readonly state: "waiting" | "queued" | "running" | "succeeded" | "failed" | "skipped" | "cancelled";
        readonly tasks: number;
        readonly ended: number;
        readonly duration_ms: number | null;
        readonly cells: { readonly total: number; readonly done: number; readonly failed: number } | null;
      } | null)[];
    }[];
  };
  readonly dag_history: {
    readonly dag: string;
    readonly backtest: string;
    readonly metric: {
      readonly id: string;
      readonly label: string;
      readonly unit: "fraction" | "ratio" | "money" | "count" | "bars" | "days" | "bps";
      readonly better: ("higher" | "lower") | null;
    };
    readonly points: readonly {
      readonly logical_date: string;
      readonly run_id: string;
      readonly value: number | null;
      readonly reason: string | null;
    }[];
    readonly months: readonly { readonly month: string; readonly mean: number | null; readonly values: number }[];
    readonly more: boolean;
  };
  readonly dag_ticks: {
    readonly dag: string;
    readonly year: number;
    readonly timezone: string;
    readonly days: readonly {
      readonly day: string;
      readonly started: number;
      readonly queued: number;
      readonly skipped: number;
      readonly missed: number;
      readonly run_id: string | null;
    }[];
  };
  readonly compare: {
    readonly cells: readonly {
      readonly ref: string;
      readonly run_id: string;
      readonly dag: string;
      readonly backtest: string;
      readonly cell: number;
      readonly state: "succeeded" | "cached" | "failed";
      readonly logical_date: string;
      readonly params: { readonly [key: string]: number | string | boolean };
    }[];
    readonly differences: readonly { readonly path: string; readonly values: readonly unknown[] }[];
    readonly metrics: readonly {
      readonly metric: {
        readonly id: string;
        readonly label: string;
        readonly unit: "fraction" | "ratio" | "money" | "count" | "bars" | "days" | "bps";
        readonly better: ("higher" | "lower") | null;
      };
      readonly values: readonly (number | null)[];
      readonly reasons: readonly (string | null)[];
    }[];
    readonly series: readonly {
      readonly ref: string;
      readonly error: { readonly code: string; readonly message: string } | null;
      readonly points: number;
      readonly time_s: readonly number[];
      readonly equity: readonly (number | null)[];
      readonly drawdown: readonly (number | null)[];
    }[];
    readonly correlation: readonly (readonly (number | null)[])[];
  };
  readonly workers: {
    readonly at: string;
    readonly slots: number;
    readonly busy: number;
    readonly workers: readonly {
      readonly worker: string;
      readonly host: string;
      readonly pid: number;
      readonly state: "live" | "stopped" | "dead";
      readonly alive: boolean;
      readonly version: string | null;
      readonly slots: number;
      readonly busy: number;
      readonly started_at: string;
      readonly heartbeat_age_ms: number | null;
    }[];
  };
  readonly queues: {
    readonly queues: readonly {
      readonly priority: "high" | "normal" | "low";
      readonly kind: "callback" | "backtest";
      readonly queued: number;
      readonly waiting_for_limits: number;
      readonly running: number;
      readonly oldest_ms: number | null;
    }[];
    readonly runs: { readonly queued: number; readonly running: number; readonly paused: number };
    readonly limits: readonly {
      readonly name: string;
      readonly slots: number;
      readonly held: number;
      readonly memory_mb: number | null;
      readonly held_memory_mb: number;
      readonly waiting: number;
    }[];
  };
  readonly storage: {
    readonly database_bytes: number;
    readonly tables: readonly { readonly name: string; readonly bytes: number }[];
    readonly artifacts: { readonly files: number; readonly bytes: number };
    readonly parquet_bytes: number;
    readonly folders: readonly { readonly folder: string; readonly files: number; readonly bytes: number }[];
  };
}
