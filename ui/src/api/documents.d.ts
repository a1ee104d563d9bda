// Made from the schemas of the API's documents. Do not edit.
export interface Documents {
  readonly validation: {
    readonly files: readonly {
      readonly file: string;
      readonly id: string | null;
      readonly valid: boolean;
      readonly alerts: readonly {
        readonly name: string;
        readonly severity: "info" | "warning" | "critical";
        readonly to: readonly ("slack" | "email" | "teams" | "webhook")[];
      }[];
      readonly diagnostics: readonly {
        readonly severity: "error" | "warning";
        readonly code: string;
        readonly message: string;
        readonly hint: string | null;
        readonly file: string;
        readonly line: number;
        readonly column: number;
      }[];
    }[];
  };
  readonly explanation: {
    readonly values: readonly {
      readonly path: string;
      readonly value: unknown;
      readonly origin: "default" | { readonly file: string; readonly line: number; readonly column: number };
    }[];
  };
  readonly plan: {
    readonly dag: string;
    readonly logical_date: string;
    readonly schedule: {
      readonly cron: string | null;
      readonly calendar: string | null;
      readonly at: string | null;
      readonly skip: "holidays" | null;
      readonly timezone: string;
      readonly missed: "none" | "last" | "all";
      readonly overlap: "skip" | "queue" | "replace";
      readonly next: string | null;
    } | null;
    readonly waits_for: {
      readonly dataset: string | null;
      readonly through: string;
      readonly until: string | null;
      readonly missing: string | null;
    } | null;
    readonly must_finish_by: string | null;
    readonly tasks: readonly {
      readonly key: string;
      readonly kind: "callback" | "backtest";
      readonly needs: readonly string[];
      readonly trigger_rule: "all_success" | "all_done" | "one_failed" | "none_failed" | "min_success";
    }[];
    readonly backtests: readonly {
      readonly name: string;
      readonly cells: number;
      readonly cached: number;
      readonly to_compute: number;
      readonly symbols: readonly string[];
      readonly bars: readonly number[];
      readonly snapshot: string | null;
      readonly sampling: "bar" | "day";
      readonly per_year: number;
      readonly risk_free_rate: number;
      readonly first_bar: string | null;
      readonly last_bar: string | null;
      readonly notes: readonly {
        readonly kind:
          | "bars_missing"
          | "starts_late"
          | "ends_early"
          | "year_derived"
          | "orders_refused"
          | "data_not_here"
          | "program_missing";
        readonly text: string;
      }[];
    }[];
  };
  readonly run: {
    readonly run_id: string;
    readonly dag: string;
    readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused";
    readonly reason: string | null;
    readonly trigger: "manual" | "schedule" | "backfill";
    readonly priority: "high" | "normal" | "low";
    readonly logical_date: string;
    readonly cells: {
      readonly total: number;
      readonly succeeded: number;
      readonly cached: number;
      readonly failed: number;
    };
    readonly overrides: { readonly [key: string]: unknown };
    readonly waits_for: {
      readonly dataset: string | null;
      readonly through: string;
      readonly until: string | null;
      readonly missing: string | null;
    } | null;
    readonly paused: { readonly at: string; readonly by: string; readonly reason: string | null } | null;
    readonly retries: number;
    readonly repeats: string | null;
    readonly backfill: string | null;
    readonly must_finish_at: string | null;
    readonly created_at: string;
    readonly started_at: string | null;
    readonly finished_at: string | null;
    readonly duration_ms: number | null;
    readonly best: {
      readonly backtest: string;
      readonly cell: number;
      readonly state: "succeeded" | "cached" | "failed";
      readonly params: { readonly [key: string]: number | string | boolean };
      readonly metrics: { readonly [key: string]: number | null } | null;
      readonly undefined: { readonly [key: string]: string };
      readonly refused: {
        readonly missed_fill?: number;
        readonly no_cash?: number;
        readonly no_price?: number;
        readonly cooldown?: number;
        readonly direction?: number;
        readonly lot_size?: number;
        readonly max_single_position_var?: number;
        readonly max_portfolio_var?: number;
      };
      readonly error: string | null;
    } | null;
    readonly alerts: readonly {
      readonly rule: string;
      readonly kind: "fired" | "undecided" | "recovered" | "notice" | "summary";
      readonly text: string;
      readonly channels: readonly {
        readonly channel: string;
        readonly state: "pending" | "delivered" | "partly_delivered" | "failed" | "not_configured" | "summarised";
        readonly attempts: number;
        readonly error: string | null;
        readonly held_until: string | null;
      }[];
    }[];
    readonly alarms: readonly {
      readonly rule: string | null;
      readonly subject: string | null;
      readonly event: string;
      readonly note: string | null;
    }[];
    readonly tearsheet: string | null;
    readonly rankings: readonly {
      readonly backtest: string;
      readonly objective: string;
      readonly best: readonly {
        readonly backtest: string;
        readonly cell: number;
        readonly state: "succeeded" | "cached" | "failed";
        readonly params: { readonly [key: string]: number | string | boolean };
        readonly metrics: { readonly [key: string]: number | null } | null;
        readonly undefined: { readonly [key: string]: string };
        readonly refused: {
          readonly missed_fill?: number;
          readonly no_cash?: number;
          readonly no_price?: number;
          readonly cooldown?: number;
          readonly direction?: number;
          readonly lot_size?: number;
          readonly max_single_position_var?: number;
          readonly max_portfolio_var?: number;
        };
        readonly error: string | null;
      }[];
      readonly rarely_traded: { readonly cells: number; readonly min_trades: number };
      readonly notes: readonly {
        readonly kind:
          | "bars_missing"
          | "starts_late"
          | "ends_early"
          | "year_derived"
          | "orders_refused"
          | "data_not_here"
          | "program_missing";
        readonly text: string;
      }[];
      readonly statistics: {
        readonly psr: number | null;
        readonly dsr: number | null;
        readonly expected_max_sharpe: number | null;
        readonly min_track_record: number | null;
        readonly trials: number | null;
        readonly effective_trials: number | null;
        readonly pbo: number | null;
        readonly loss_probability: number | null;
        readonly plateau_score: number | null;
        readonly fragile: boolean | null;
        readonly undefined: {
          readonly psr?:
            | "too_few_bars"
            | "too_few_cells"
            | "too_many_cells"
            | "no_neighbours"
            | "zero_variance"
            | "not_computed";
          readonly dsr?:
            | "too_few_bars"
            | "too_few_cells"
            | "too_many_cells"
            | "no_neighbours"
            | "zero_variance"
            | "not_computed";
          readonly expected_max_sharpe?:
            | "too_few_bars"
            | "too_few_cells"
            | "too_many_cells"
            | "no_neighbours"
            | "zero_variance"
            | "not_computed";
          readonly min_track_record?:
            | "too_few_bars"
            | "too_few_cells"
            | "too_many_cells"
            | "no_neighbours"
            | "zero_variance"
            | "not_computed";
          readonly trials?:
            | "too_few_bars"
            | "too_few_cells"
            | "too_many_cells"
            | "no_neighbours"
            | "zero_variance"
            | "not_computed";
          readonly effective_trials?:
            | "too_few_bars"
            | "too_few_cells"
            | "too_many_cells"
            | "no_neighbours"
            | "zero_variance"
            | "not_computed";
          readonly pbo?:
            | "too_few_bars"
            | "too_few_cells"
            | "too_many_cells"
            | "no_neighbours"
            | "zero_variance"
            | "not_computed";
          readonly loss_probability?:
            | "too_few_bars"
            | "too_few_cells"
            | "too_many_cells"
            | "no_neighbours"
            | "zero_variance"
            | "not_computed";
          readonly plateau_score?:
            | "too_few_bars"
            | "too_few_cells"
            | "too_many_cells"
            | "no_neighbours"
            | "zero_variance"
            | "not_computed";
        };
      } | null;
    }[];
    readonly failures: readonly {
      readonly backtest: string;
      readonly cell: number;
      readonly state: "succeeded" | "cached" | "failed";
      readonly params: { readonly [key: string]: number | string | boolean };
      readonly metrics: { readonly [key: string]: number | null } | null;
      readonly undefined: { readonly [key: string]: string };
      readonly refused: {
        readonly missed_fill?: number;
        readonly no_cash?: number;
        readonly no_price?: number;
        readonly cooldown?: number;
        readonly direction?: number;
        readonly lot_size?: number;
        readonly max_single_position_var?: number;
        readonly max_portfolio_var?: number;
      };
      readonly error: string | null;
    }[];
    readonly tasks: readonly {
      readonly key: string;
      readonly kind: "callback" | "backtest";
      readonly phase: "before" | "backtest" | "after";
      readonly state: "waiting" | "queued" | "running" | "succeeded" | "failed" | "skipped" | "cancelled";
      readonly attempts: number;
      readonly retry: {
        readonly at: string;
        readonly tries: number;
        readonly reason: string;
        readonly cells: number | null;
      } | null;
      readonly waits_for_limit: string | null;
      readonly error: { readonly code: string; readonly message: string } | null;
      readonly started_at: string | null;
      readonly finished_at: string | null;
    }[];
    readonly artifacts: readonly { readonly name: string; readonly path: string; readonly bytes: number }[];
  };
  readonly started_run: {
    readonly run_id: string;
    readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
    readonly existing: boolean;
    readonly workers: number;
  };
  readonly cancelled_run: {
    readonly run_id: string;
    readonly cancelled: boolean;
    readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused";
  };
  readonly acted_runs: {
    readonly action: "cancel" | "retry" | "clear" | "rerun";
    readonly dry_run: boolean;
    readonly runs: readonly {
      readonly run_id: string;
      readonly dag: string;
      readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused";
      readonly done: boolean;
      readonly tasks: number | null;
      readonly new_run_id: string | null;
      readonly version: string | null;
      readonly error: string | null;
    }[];
  };
  readonly pause: {
    readonly dag: string;
    readonly run_id: string | null;
    readonly paused: boolean;
    readonly by: string;
  };
  readonly backfill: {
    readonly backfill: string | null;
    readonly dag: string;
    readonly state: ("running" | "cancelled" | "ended") | null;
    readonly reprocess: "none" | "failed" | "all";
    readonly max_active: number;
    readonly slots: {
      readonly total: number;
      readonly waiting: number;
      readonly skipped: number;
      readonly open: number;
      readonly succeeded: number;
      readonly failed: number;
      readonly cancelled: number;
    };
    readonly remaining_ms: number | null;
    readonly runs: readonly {
      readonly logical_date: string;
      readonly state:
        | "waiting"
        | "skipped"
        | "queued"
        | "running"
        | "succeeded"
        | "failed"
        | "cancelled"
        | "cancelling"
        | "failing"
        | "paused";
      readonly run_id: string | null;
    }[];
  };
  readonly audit: {
    readonly actions: readonly {
      readonly at: string;
      readonly by: string;
      readonly origin: "cli" | "library" | "api" | "scheduler" | "worker";
      readonly action:
        | "start"
        | "cancel"
        | "pause"
        | "unpause"
        | "retry"
        | "clear"
        | "rerun"
        | "backfill"
        | "backfill_cancel"
        | "backfill_resume"
        | "ack"
        | "ack_ended"
        | "mute"
        | "mute_ended";
      readonly dag: string | null;
      readonly run_id: string | null;
      readonly target: string | null;
      readonly reason: string | null;
      readonly details: { readonly [key: string]: unknown } | null;
    }[];
  };
  readonly slots: {
    readonly slots: readonly {
      readonly dag: string;
      readonly slot: string;
      readonly outcome: "started" | "queued" | "skipped" | "missed";
      readonly reason: string | null;
      readonly run_id: string | null;
      readonly run_state: ("queued" | "running" | "succeeded" | "failed" | "cancelled") | null;
      readonly run_reason: string | null;
      readonly waits_for: {
        readonly dataset: string | null;
        readonly through: string;
        readonly until: string | null;
        readonly missing: string | null;
      } | null;
      readonly decided_at: string;
    }[];
  };
  readonly trades: {
    readonly run_id: string;
    readonly backtest: string;
    readonly cell: number;
    readonly params: { readonly [key: string]: number | string | boolean };
    readonly snapshot: string;
    readonly code: string;
    readonly engine_version: number;
    readonly sampling: "bar" | "day";
    readonly per_year: number;
    readonly risk_free_rate: number;
    readonly stamps: readonly string[];
    readonly factor_metrics: {
      readonly mean_ic: number | null;
      readonly rank_ic: number | null;
      readonly icir: number | null;
      readonly hit_rate: number | null;
      readonly coverage: number | null;
      readonly long_short_spread: number | null;
      readonly average_turnover: number | null;
      readonly decay_half_life: number | null;
      readonly undefined: {
        readonly mean_ic?: string;
        readonly rank_ic?: string;
        readonly icir?: string;
        readonly hit_rate?: string;
        readonly coverage?: string;
        readonly long_short_spread?: string;
        readonly average_turnover?: string;
        readonly decay_half_life?: string;
      };
    } | null;
    readonly unlike_stored: readonly string[];
    readonly trades: readonly {
      readonly symbol: string;
      readonly side: "long" | "short";
      readonly open: boolean;
      readonly entry_bar: number;
      readonly entry_time: string;
      readonly entry_price: number;
      readonly exit_bar: number;
      readonly exit_time: string;
      readonly exit_price: number;
      readonly units: number;
      readonly entry_fee: number;
      readonly exit_fee: number;
      readonly dividends: number;
      readonly borrow_cost: number;
      readonly pnl: number;
      readonly cumulative_pnl: number;
      readonly gross_pnl: number;
      readonly return: number;
      readonly mae: number;
      readonly mfe: number;
      readonly reason:
        | ("signal" | "stop_loss" | "take_profit" | "trailing_stop" | "max_holding" | "end" | "bankrupt")
        | null;
    }[];
  };
  readonly equity: {
    readonly run_id: string;
    readonly backtest: string;
    readonly cell: number;
    readonly params: { readonly [key: string]: number | string | boolean };
    readonly snapshot: string;
    readonly code: string;
    readonly engine_version: number;
    readonly sampling: "bar" | "day";
    readonly per_year: number;
    readonly risk_free_rate: number;
    readonly stamps: readonly string[];
    readonly factor_metrics: {
      readonly mean_ic: number | null;
      readonly rank_ic: number | null;
      readonly icir: number | null;
      readonly hit_rate: number | null;
      readonly coverage: number | null;
      readonly long_short_spread: number | null;
      readonly average_turnover: number | null;
      readonly decay_half_life: number | null;
      readonly undefined: {
        readonly mean_ic?: string;
        readonly rank_ic?: string;
        readonly icir?: string;
        readonly hit_rate?: string;
        readonly coverage?: string;
        readonly long_short_spread?: string;
        readonly average_turnover?: string;
        readonly decay_half_life?: string;
      };
    } | null;
    readonly unlike_stored: readonly string[];
    readonly equity: readonly {
      readonly bar: number;
      readonly time: string;
      readonly equity: number | null;
      readonly gross_equity: number | null;
      readonly cash: number | null;
      readonly position_value: number | null;
      readonly position: number | null;
      readonly drawdown: number | null;
    }[];
  };
  readonly orders: {
    readonly run_id: string;
    readonly backtest: string;
    readonly cell: number;
    readonly params: { readonly [key: string]: number | string | boolean };
    readonly snapshot: string;
    readonly code: string;
    readonly engine_version: number;
    readonly sampling: "bar" | "day";
    readonly per_year: number;
    readonly risk_free_rate: number;
    readonly stamps: readonly string[];
    readonly factor_metrics: {
      readonly mean_ic: number | null;
      readonly rank_ic: number | null;
      readonly icir: number | null;
      readonly hit_rate: number | null;
      readonly coverage: number | null;
      readonly long_short_spread: number | null;
      readonly average_turnover: number | null;
      readonly decay_half_life: number | null;
      readonly undefined: {
        readonly mean_ic?: string;
        readonly rank_ic?: string;
        readonly icir?: string;
        readonly hit_rate?: string;
        readonly coverage?: string;
        readonly long_short_spread?: string;
        readonly average_turnover?: string;
        readonly decay_half_life?: string;
      };
    } | null;
    readonly unlike_stored: readonly string[];
    readonly orders: readonly {
      readonly symbol: string;
      readonly bar: number;
      readonly time: string;
      readonly moment: "open" | "inside" | "close";
      readonly side: "buy" | "sell";
      readonly units: number;
      readonly price: number;
      readonly raw_price: number;
      readonly fee: number;
      readonly position: number;
      readonly cash: number;
      readonly reason: "signal" | "stop_loss" | "take_profit" | "trailing_stop" | "max_holding" | "end" | "bankrupt";
    }[];
  };
  readonly rejections: {
    readonly run_id: string;
    readonly backtest: string;
    readonly cell: number;
    readonly params: { readonly [key: string]: number | string | boolean };
    readonly snapshot: string;
    readonly code: string;
    readonly engine_version: number;
    readonly sampling: "bar" | "day";
    readonly per_year: number;
    readonly risk_free_rate: number;
    readonly stamps: readonly string[];
    readonly factor_metrics: {
      readonly mean_ic: number | null;
      readonly rank_ic: number | null;
      readonly icir: number | null;
      readonly hit_rate: number | null;
      readonly coverage: number | null;
      readonly long_short_spread: number | null;
      readonly average_turnover: number | null;
      readonly decay_half_life: number | null;
      readonly undefined: {
        readonly mean_ic?: string;
        readonly rank_ic?: string;
        readonly icir?: string;
        readonly hit_rate?: string;
        readonly coverage?: string;
        readonly long_short_spread?: string;
        readonly average_turnover?: string;
        readonly decay_half_life?: string;
      };
    } | null;
    readonly unlike_stored: readonly string[];
    readonly rejections: readonly {
      readonly symbol: string | null;
      readonly bar: number;
      readonly time: string;
      readonly order: "entry" | "exit";
      readonly reason:
        | "missed_fill"
        | "no_cash"
        | "no_price"
        | "cooldown"
        | "direction"
        | "lot_size"
        | "max_single_position_var"
        | "max_portfolio_var";
    }[];
  };
  readonly logs: {
    readonly run_id: string;
    readonly lines: readonly {
      readonly id: string;
      readonly at: string;
      readonly level: "debug" | "info" | "warn" | "error";
      readonly task: string | null;
      readonly message: string;
      readonly fields: { readonly [key: string]: unknown };
    }[];
  };
  readonly log_line: {
    readonly id: string;
    readonly at: string;
    readonly level: "debug" | "info" | "warn" | "error";
    readonly task: string | null;
    readonly message: string;
    readonly fields: { readonly [key: string]: unknown };
  };
  readonly alerts: {
    readonly run_id: string;
    readonly alerts: readonly {
      readonly rule: string;
      readonly kind: "fired" | "undecided" | "recovered" | "notice" | "summary";
      readonly text: string;
      readonly channels: readonly {
        readonly channel: string;
        readonly state: "pending" | "delivered" | "partly_delivered" | "failed" | "not_configured" | "summarised";
        readonly attempts: number;
        readonly error: string | null;
        readonly held_until: string | null;
      }[];
    }[];
    readonly alarms: readonly {
      readonly rule: string | null;
      readonly subject: string | null;
      readonly event: string;
      readonly note: string | null;
    }[];
  };
  readonly alarms: {
    readonly alarms: readonly {
      readonly alarm: string;
      readonly dag: string;
      readonly rule: string;
      readonly subject: string;
      readonly state: "quiet" | "pending" | "firing" | "undecided";
      readonly severity: "info" | "warning" | "critical";
      readonly firing_since: string | null;
      readonly told_at: string | null;
      readonly reason: string | null;
      readonly acknowledged: {
        readonly by: string;
        readonly why: string | null;
        readonly at: string | null;
        readonly until: string | null;
      } | null;
      readonly muted: {
        readonly dag: string | null;
        readonly rule: string | null;
        readonly by: string;
        readonly why: string;
        readonly at: string;
        readonly until: string;
      } | null;
      readonly last_run: string | null;
      readonly dag_removed: boolean;
    }[];
    readonly mutes: readonly {
      readonly dag: string | null;
      readonly rule: string | null;
      readonly by: string;
      readonly why: string;
      readonly at: string;
      readonly until: string;
    }[];
  };
  readonly run_page: {
    readonly items: readonly {
      readonly run_id: string;
      readonly dag: string;
      readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused";
      readonly reason: string | null;
      readonly trigger: "manual" | "schedule" | "backfill";
      readonly priority: "high" | "normal" | "low";
      readonly logical_date: string;
      readonly cells: {
        readonly total: number;
        readonly succeeded: number;
        readonly cached: number;
        readonly failed: number;
      };
      readonly overrides: { readonly [key: string]: unknown };
      readonly waits_for: {
        readonly dataset: string | null;
        readonly through: string;
        readonly until: string | null;
        readonly missing: string | null;
      } | null;
      readonly paused: { readonly at: string; readonly by: string; readonly reason: string | null } | null;
      readonly retries: number;
      readonly repeats: string | null;
      readonly backfill: string | null;
      readonly must_finish_at: string | null;
      readonly created_at: string;
      readonly started_at: string | null;
      readonly finished_at: string | null;
      readonly duration_ms: number | null;
    }[];
    readonly next_cursor: string | null;
    readonly total: { readonly count: number; readonly at_least: boolean };
  };
  readonly overview: {
    readonly at: string;
    readonly dags: readonly {
      readonly dag: string;
      readonly file: string;
      readonly state: "ok" | "error" | "removed";
      readonly error: string | null;
      readonly description: string;
      readonly tags: readonly string[];
      readonly paused: { readonly at: string; readonly by: string; readonly reason: string | null } | null;
      readonly timezone: string | null;
      readonly next: string | null;
      readonly last:
        | ("queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused")
        | null;
      readonly runs: readonly {
        readonly run_id: string;
        readonly state:
          | "queued"
          | "running"
          | "succeeded"
          | "failed"
          | "cancelled"
          | "cancelling"
          | "failing"
          | "paused";
        readonly logical_date: string;
        readonly created_at: string;
        readonly duration_ms: number | null;
      }[];
      readonly best: {
        readonly run_id: string;
        readonly backtest: string;
        readonly metric: {
          readonly id: string;
          readonly label: string;
          readonly unit: "fraction" | "ratio" | "money" | "count" | "bars" | "days" | "bps";
          readonly better: ("higher" | "lower") | null;
          readonly value: number | null;
          readonly reason: string | null;
        };
        readonly before: number | null;
        readonly before_reason: string | null;
      } | null;
      readonly alarms: { readonly open: number; readonly severity: ("info" | "warning" | "critical") | null };
    }[];
    readonly running: readonly {
      readonly run_id: string;
      readonly dag: string;
      readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused";
      readonly logical_date: string;
      readonly created_at: string;
      readonly started_at: string | null;
      readonly cells: {
        readonly total: number;
        readonly done: number;
        readonly succeeded: number;
        readonly cached: number;
        readonly failed: number;
      };
      readonly progress: {
        readonly done: number;
        readonly cells_per_second: number | null;
        readonly eta_ms: number | null;
      };
    }[];
    readonly open_runs: number;
    readonly alarms: readonly {
      readonly alarm: string;
      readonly dag: string;
      readonly rule: string;
      readonly subject: string;
      readonly state: "quiet" | "pending" | "firing" | "undecided";
      readonly severity: "info" | "warning" | "critical";
      readonly firing_since: string | null;
      readonly told_at: string | null;
      readonly reason: string | null;
      readonly acknowledged: {
        readonly by: string;
        readonly why: string | null;
        readonly at: string | null;
        readonly until: string | null;
      } | null;
      readonly muted: {
        readonly dag: string | null;
        readonly rule: string | null;
        readonly by: string;
        readonly why: string;
        readonly at: string;
        readonly until: string;
      } | null;
      readonly last_run: string | null;
      readonly dag_removed: boolean;
    }[];
  };
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
  readonly run_detail: {
    readonly run: {
      readonly run_id: string;
      readonly dag: string;
      readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused";
      readonly reason: string | null;
      readonly trigger: "manual" | "schedule" | "backfill";
      readonly priority: "high" | "normal" | "low";
      readonly logical_date: string;
      readonly cells: {
        readonly total: number;
        readonly succeeded: number;
        readonly cached: number;
        readonly failed: number;
      };
      readonly overrides: { readonly [key: string]: unknown };
      readonly waits_for: {
        readonly dataset: string | null;
        readonly through: string;
        readonly until: string | null;
        readonly missing: string | null;
      } | null;
      readonly paused: { readonly at: string; readonly by: string; readonly reason: string | null } | null;
      readonly retries: number;
      readonly repeats: string | null;
      readonly backfill: string | null;
      readonly must_finish_at: string | null;
      readonly created_at: string;
      readonly started_at: string | null;
      readonly finished_at: string | null;
      readonly duration_ms: number | null;
      readonly best: {
        readonly backtest: string;
        readonly cell: number;
        readonly state: "succeeded" | "cached" | "failed";
        readonly params: { readonly [key: string]: number | string | boolean };
        readonly metrics: { readonly [key: string]: number | null } | null;
        readonly undefined: { readonly [key: string]: string };
        readonly refused: {
          readonly missed_fill?: number;
          readonly no_cash?: number;
          readonly no_price?: number;
          readonly cooldown?: number;
          readonly direction?: number;
          readonly lot_size?: number;
          readonly max_single_position_var?: number;
          readonly max_portfolio_var?: number;
        };
        readonly error: string | null;
      } | null;
      readonly alerts: readonly {
        readonly rule: string;
        readonly kind: "fired" | "undecided" | "recovered" | "notice" | "summary";
        readonly text: string;
        readonly channels: readonly {
          readonly channel: string;
          readonly state: "pending" | "delivered" | "partly_delivered" | "failed" | "not_configured" | "summarised";
          readonly attempts: number;
          readonly error: string | null;
          readonly held_until: string | null;
        }[];
      }[];
      readonly alarms: readonly {
        readonly rule: string | null;
        readonly subject: string | null;
        readonly event: string;
        readonly note: string | null;
      }[];
      readonly tearsheet: string | null;
      readonly rankings: readonly {
        readonly backtest: string;
        readonly objective: string;
        readonly best: readonly {
          readonly backtest: string;
          readonly cell: number;
          readonly state: "succeeded" | "cached" | "failed";
          readonly params: { readonly [key: string]: number | string | boolean };
          readonly metrics: { readonly [key: string]: number | null } | null;
          readonly undefined: { readonly [key: string]: string };
          readonly refused: {
            readonly missed_fill?: number;
            readonly no_cash?: number;
            readonly no_price?: number;
            readonly cooldown?: number;
            readonly direction?: number;
            readonly lot_size?: number;
            readonly max_single_position_var?: number;
            readonly max_portfolio_var?: number;
          };
          readonly error: string | null;
        }[];
        readonly rarely_traded: { readonly cells: number; readonly min_trades: number };
        readonly notes: readonly {
          readonly kind:
            | "bars_missing"
            | "starts_late"
            | "ends_early"
            | "year_derived"
            | "orders_refused"
            | "data_not_here"
            | "program_missing";
          readonly text: string;
        }[];
        readonly statistics: {
          readonly psr: number | null;
          readonly dsr: number | null;
          readonly expected_max_sharpe: number | null;
          readonly min_track_record: number | null;
          readonly trials: number | null;
          readonly effective_trials: number | null;
          readonly pbo: number | null;
          readonly loss_probability: number | null;
          readonly plateau_score: number | null;
          readonly fragile: boolean | null;
          readonly undefined: {
            readonly psr?:
              | "too_few_bars"
              | "too_few_cells"
              | "too_many_cells"
              | "no_neighbours"
              | "zero_variance"
              | "not_computed";
            readonly dsr?:
              | "too_few_bars"
              | "too_few_cells"
              | "too_many_cells"
              | "no_neighbours"
              | "zero_variance"
              | "not_computed";
            readonly expected_max_sharpe?:
              | "too_few_bars"
              | "too_few_cells"
              | "too_many_cells"
              | "no_neighbours"
              | "zero_variance"
              | "not_computed";
            readonly min_track_record?:
              | "too_few_bars"
              | "too_few_cells"
              | "too_many_cells"
              | "no_neighbours"
              | "zero_variance"
              | "not_computed";
            readonly trials?:
              | "too_few_bars"
              | "too_few_cells"
              | "too_many_cells"
              | "no_neighbours"
              | "zero_variance"
              | "not_computed";
            readonly effective_trials?:
              | "too_few_bars"
              | "too_few_cells"
              | "too_many_cells"
              | "no_neighbours"
              | "zero_variance"
              | "not_computed";
            readonly pbo?:
              | "too_few_bars"
              | "too_few_cells"
              | "too_many_cells"
              | "no_neighbours"
              | "zero_variance"
              | "not_computed";
            readonly loss_probability?:
              | "too_few_bars"
              | "too_few_cells"
              | "too_many_cells"
              | "no_neighbours"
              | "zero_variance"
              | "not_computed";
            readonly plateau_score?:
              | "too_few_bars"
              | "too_few_cells"
              | "too_many_cells"
              | "no_neighbours"
              | "zero_variance"
              | "not_computed";
          };
        } | null;
      }[];
      readonly failures: readonly {
        readonly backtest: string;
        readonly cell: number;
        readonly state: "succeeded" | "cached" | "failed";
        readonly params: { readonly [key: string]: number | string | boolean };
        readonly metrics: { readonly [key: string]: number | null } | null;
        readonly undefined: { readonly [key: string]: string };
        readonly refused: {
          readonly missed_fill?: number;
          readonly no_cash?: number;
          readonly no_price?: number;
          readonly cooldown?: number;
          readonly direction?: number;
          readonly lot_size?: number;
          readonly max_single_position_var?: number;
          readonly max_portfolio_var?: number;
        };
        readonly error: string | null;
      }[];
      readonly tasks: readonly {
        readonly key: string;
        readonly kind: "callback" | "backtest";
        readonly phase: "before" | "backtest" | "after";
        readonly state: "waiting" | "queued" | "running" | "succeeded" | "failed" | "skipped" | "cancelled";
        readonly attempts: number;
        readonly retry: {
          readonly at: string;
          readonly tries: number;
          readonly reason: string;
          readonly cells: number | null;
        } | null;
        readonly waits_for_limit: string | null;
        readonly error: { readonly code: string; readonly message: string } | null;
        readonly started_at: string | null;
        readonly finished_at: string | null;
      }[];
      readonly artifacts: readonly { readonly name: string; readonly path: string; readonly bytes: number }[];
    };
    readonly dag_version: { readonly hash: string; readonly timezone: string | null };
    readonly snapshots: readonly string[];
    readonly code_hash: string;
    readonly seed: number;
    readonly progress: {
      readonly done: number;
      readonly cells_per_second: number | null;
      readonly eta_ms: number | null;
    } | null;
    readonly graph: readonly {
      readonly key: string;
      readonly kind: "callback" | "backtest";
      readonly phase: "before" | "backtest" | "after";
      readonly state: "waiting" | "queued" | "running" | "succeeded" | "failed" | "skipped" | "cancelled";
      readonly needs: readonly string[];
      readonly trigger_rule: "all_success" | "all_done" | "one_failed" | "none_failed" | "min_success";
      readonly started_at: string | null;
      readonly finished_at: string | null;
      readonly cells: {
        readonly total: number;
        readonly done: number;
        readonly succeeded: number;
        readonly cached: number;
        readonly failed: number;
      } | null;
      readonly progress: {
        readonly done: number;
        readonly cells_per_second: number | null;
        readonly eta_ms: number | null;
      } | null;
      readonly attempts: {
        readonly running: number;
        readonly succeeded: number;
        readonly failed: number;
        readonly lost: number;
        readonly cancelled: number;
      };
      readonly error: { readonly code: string; readonly message: string } | null;
    }[];
    readonly deliveries: readonly {
      readonly rule: string;
      readonly kind: "fired" | "undecided" | "recovered" | "notice" | "summary";
      readonly channel: string;
      readonly state: "pending" | "delivered" | "partly_delivered" | "failed" | "not_configured" | "summarised";
      readonly attempts: number;
      readonly next_at: string | null;
      readonly delivered_at: string | null;
      readonly error: string | null;
    }[];
  };
  readonly attempt_page: {
    readonly run_id: string;
    readonly items: readonly {
      readonly attempt: string;
      readonly task: string;
      readonly state: "running" | "succeeded" | "failed" | "lost" | "cancelled";
      readonly worker: string | null;
      readonly host: string | null;
      readonly cells: { readonly from: number; readonly to: number } | null;
      readonly tries: number;
      readonly kills: number;
      readonly progress: number | null;
      readonly external_id: string | null;
      readonly usage: {
        readonly programs: number;
        readonly duration_ms: number;
        readonly cpu_ms: number | null;
        readonly peak_bytes: number | null;
      } | null;
      readonly error: { readonly code: string; readonly message: string } | null;
      readonly started_at: string;
      readonly finished_at: string | null;
    }[];
    readonly next_cursor: string | null;
    readonly total: { readonly count: number; readonly at_least: boolean };
    readonly running_only: boolean;
  };
  readonly sweep: {
    readonly run_id: string;
    readonly backtest: string;
    readonly version: string;
    readonly task: string;
    readonly state: "waiting" | "queued" | "running" | "succeeded" | "failed" | "skipped" | "cancelled";
    readonly over: boolean;
    readonly strategy: string;
    readonly objective: {
      readonly id: string;
      readonly label: string;
      readonly unit: "fraction" | "ratio" | "money" | "count" | "bars" | "days" | "bps";
      readonly better: ("higher" | "lower") | null;
    };
    readonly min_trades: number;
    readonly axes: readonly {
      readonly name: string;
      readonly values: readonly (number | string | boolean)[];
      readonly ordered: boolean;
    }[];
    readonly fixed: { readonly [key: string]: number | string | boolean };
    readonly where: string | null;
    readonly numbering: {
      readonly kind: "all" | "mapped";
      readonly combinations: number;
      readonly on_axes: number;
      readonly added: readonly { readonly [key: string]: number | string | boolean }[];
    };
    readonly cells: {
      readonly total: number;
      readonly done: number;
      readonly succeeded: number;
      readonly cached: number;
      readonly failed: number;
    };
    readonly metrics: readonly {
      readonly id: string;
      readonly label: string;
      readonly unit: "fraction" | "ratio" | "money" | "count" | "bars" | "days" | "bps";
      readonly better: ("higher" | "lower") | null;
    }[];
    readonly sort: string;
    readonly top: readonly {
      readonly rank: number;
      readonly cell: number;
      readonly state: "succeeded" | "cached" | "failed";
      readonly params: { readonly [key: string]: number | string | boolean };
      readonly metrics: { readonly [key: string]: number | null } | null;
      readonly undefined: { readonly [key: string]: string };
      readonly error: string | null;
    }[];
    readonly errors: readonly {
      readonly code: string;
      readonly message: string;
      readonly cells: number;
      readonly first: readonly number[];
    }[];
    readonly statistics: {
      readonly psr: number | null;
      readonly dsr: number | null;
      readonly expected_max_sharpe: number | null;
      readonly min_track_record: number | null;
      readonly trials: number | null;
      readonly effective_trials: number | null;
      readonly pbo: number | null;
      readonly loss_probability: number | null;
      readonly plateau_score: number | null;
      readonly fragile: boolean | null;
      readonly undefined: {
        readonly psr?:
          | "too_few_bars"
          | "too_few_cells"
          | "too_many_cells"
          | "no_neighbours"
          | "zero_variance"
          | "not_computed";
        readonly dsr?:
          | "too_few_bars"
          | "too_few_cells"
          | "too_many_cells"
          | "no_neighbours"
          | "zero_variance"
          | "not_computed";
        readonly expected_max_sharpe?:
          | "too_few_bars"
          | "too_few_cells"
          | "too_many_cells"
          | "no_neighbours"
          | "zero_variance"
          | "not_computed";
        readonly min_track_record?:
          | "too_few_bars"
          | "too_few_cells"
          | "too_many_cells"
          | "no_neighbours"
          | "zero_variance"
          | "not_computed";
        readonly trials?:
          | "too_few_bars"
          | "too_few_cells"
          | "too_many_cells"
          | "no_neighbours"
          | "zero_variance"
          | "not_computed";
        readonly effective_trials?:
          | "too_few_bars"
          | "too_few_cells"
          | "too_many_cells"
          | "no_neighbours"
          | "zero_variance"
          | "not_computed";
        readonly pbo?:
          | "too_few_bars"
          | "too_few_cells"
          | "too_many_cells"
          | "no_neighbours"
          | "zero_variance"
          | "not_computed";
        readonly loss_probability?:
          | "too_few_bars"
          | "too_few_cells"
          | "too_many_cells"
          | "no_neighbours"
          | "zero_variance"
          | "not_computed";
        readonly plateau_score?:
          | "too_few_bars"
          | "too_few_cells"
          | "too_many_cells"
          | "no_neighbours"
          | "zero_variance"
          | "not_computed";
      };
    } | null;
  };
  readonly sweep_cells: {
    readonly run_id: string;
    readonly backtest: string;
    readonly version: string;
    readonly sort: string;
    readonly reversed: boolean;
    readonly offset: number;
    readonly total: number;
    readonly cells: readonly {
      readonly rank: number;
      readonly cell: number;
      readonly state: "succeeded" | "cached" | "failed";
      readonly params: { readonly [key: string]: number | string | boolean };
      readonly metrics: { readonly [key: string]: number | null } | null;
      readonly undefined: { readonly [key: string]: string };
      readonly error: string | null;
    }[];
  };
  readonly cell_detail: {
    readonly run_id: string;
    readonly backtest: string;
    readonly version: string;
    readonly cell: number;
    readonly state: ("succeeded" | "cached" | "failed") | null;
    readonly params: { readonly [key: string]: number | string | boolean };
    readonly objective: {
      readonly id: string;
      readonly label: string;
      readonly unit: "fraction" | "ratio" | "money" | "count" | "bars" | "days" | "bps";
      readonly better: ("higher" | "lower") | null;
    };
    readonly metrics: readonly {
      readonly id: string;
      readonly label: string;
      readonly unit: "fraction" | "ratio" | "money" | "count" | "bars" | "days" | "bps";
      readonly better: ("higher" | "lower") | null;
      readonly value: number | null;
      readonly reason: string | null;
      readonly rank: number | null;
      readonly percentile: number | null;
    }[];
    readonly ranked: number;
    readonly refused: { readonly [key: string]: number };
    readonly error: string | null;
    readonly plateau: { readonly value: number | null; readonly reason: string | null };
    readonly neighbours: readonly {
      readonly axis: string;
      readonly step: "down" | "up";
      readonly param: number | string | boolean;
      readonly cell: number;
      readonly value: number | null;
      readonly reason: string | null;
    }[];
    readonly origin: { readonly run_id: string; readonly cell: number } | null;
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
      readonly equity: readonly number[];
      readonly drawdown: readonly number[];
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
