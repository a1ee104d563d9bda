/* Made from openapi.json: see test/api/openapi.test.ts. */

export interface components {
  schemas: {
    validation: { files: ({ file: string; id: (string) | (null); valid: boolean; alerts: ({ name: string; severity: "info" | "warning" | "critical"; to: ("slack" | "email" | "teams" | "webhook")[] })[]; diagnostics: ({ severity: "error" | "warning"; code: components["schemas"]["error_code"]; message: string; hint: (string) | (null); file: string; line: number; column: number })[] })[] };
    explanation: { values: ({ path: string; value: unknown; origin: ("default") | ({ file: string; line: number; column: number }) })[] };
    plan: { dag: string; logical_date: string; schedule: ({ cron: (string) | (null); calendar: (string) | (null); at: (string) | (null); skip: ("holidays") | (null); timezone: string; missed: "none" | "last" | "all"; overlap: "skip" | "queue" | "replace"; next: (string) | (null) }) | (null); waits_for: ({ dataset: (string) | (null); through: string; until: (string) | (null); missing: (string) | (null) }) | (null); must_finish_by: (string) | (null); tasks: ({ key: string; kind: "callback" | "backtest"; needs: (string)[]; trigger_rule: "all_success" | "all_done" | "one_failed" | "none_failed" | "min_success" })[]; backtests: ({ name: string; cells: number; cached: number; to_compute: number; symbols: (string)[]; bars: (number)[]; snapshot: (string) | (null); sampling: "bar" | "day"; per_year: number; risk_free_rate: number; first_bar: (string) | (null); last_bar: (string) | (null); notes: ({ kind: "bars_missing" | "starts_late" | "ends_early" | "year_derived" | "orders_refused" | "data_not_here" | "program_missing"; text: string })[] })[] };
    started_run: { run_id: string; state: "queued" | "running" | "succeeded" | "failed" | "cancelled"; existing: boolean; workers: number };
    cancelled_run: { run_id: string; cancelled: boolean; state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused" };
    acted_runs: { action: "cancel" | "retry" | "clear" | "rerun"; dry_run: boolean; runs: ({ run_id: string; dag: string; state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused"; done: boolean; tasks: (number) | (null); new_run_id: (string) | (null); version: (string) | (null); error: (string) | (null) })[] };
    pause: { dag: string; run_id: (string) | (null); paused: boolean; by: string };
    backfill: { backfill: (string) | (null); dag: string; state: ("running" | "cancelled" | "ended") | (null); reprocess: "none" | "failed" | "all"; max_active: number; slots: { total: number; waiting: number; skipped: number; open: number; succeeded: number; failed: number; cancelled: number }; remaining_ms: (number) | (null); runs: ({ logical_date: string; state: "waiting" | "skipped" | "queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused"; run_id: (string) | (null) })[] };
    audit: { actions: ({ id: string; at: string; by: string; origin: "cli" | "library" | "api" | "scheduler" | "worker"; action: "start" | "cancel" | "pause" | "unpause" | "retry" | "clear" | "rerun" | "backfill" | "backfill_cancel" | "backfill_resume" | "ack" | "ack_ended" | "mute" | "mute_ended" | "login" | "login_failed" | "logout" | "forbidden" | "user_add" | "user_role" | "user_password" | "user_disable" | "user_enable" | "session_end" | "token_create" | "token_revoke"; dag: (string) | (null); run_id: (string) | (null); target: (string) | (null); reason: (string) | (null); how: ("session" | "token" | "proxy" | "library" | "cli" | "none") | (null); address: (string) | (null); request_id: (string) | (null); details: (Record<string, unknown>) | (null) })[] };
    dags: { dags: ({ file: string; id: (string) | (null); state: "ok" | "error"; tags: (string)[]; cells: (number) | (null); schedule: (string) | (null); cron: (string) | (null); calendar: (string) | (null); at: (string) | (null); timezone: (string) | (null); next_run: (string) | (null); paused: ({ at: string; by: string; reason: (string) | (null) }) | (null); error: (string) | (null) })[] };
    logs: { run_id: string; lines: ({ id: string; at: string; level: "debug" | "info" | "warn" | "error"; task: (string) | (null); message: string; fields: Record<string, unknown> })[] };
    cell_log: { run_id: string; cell: number; file: string; lines: (string)[] };
    alerts: { run_id: string; alerts: ({ rule: string; kind: "fired" | "undecided" | "recovered" | "notice" | "summary"; text: string; channels: ({ channel: string; state: "pending" | "delivered" | "partly_delivered" | "failed" | "not_configured" | "summarised"; attempts: number; error: (string) | (null); held_until: (string) | (null) })[] })[]; alarms: ({ rule: (string) | (null); subject: (string) | (null); event: "pending" | "fired" | "repeated" | "held_back" | "muted" | "acknowledged" | "undecided" | "calming" | "recovered" | "ended" | "insignificant" | "ack" | "ack_ended" | "mute" | "mute_ended"; note: (string) | (null) })[] };
    alarms: { alarms: ({ alarm: string; dag: string; rule: string; subject: string; state: "quiet" | "pending" | "firing" | "undecided"; severity: "info" | "warning" | "critical"; firing_since: (string) | (null); told_at: (string) | (null); reason: (string) | (null); acknowledged: ({ by: string; why: (string) | (null); at: (string) | (null); until: (string) | (null) }) | (null); muted: ({ dag: (string) | (null); rule: (string) | (null); by: string; why: string; at: string; until: string }) | (null); last_run: (string) | (null); dag_removed: boolean })[]; mutes: ({ dag: (string) | (null); rule: (string) | (null); by: string; why: string; at: string; until: string })[] };
    alarm_histories: { alarms: ({ alarm: string; dag: string; rule: string; subject: string; state: "quiet" | "pending" | "firing" | "undecided"; severity: "info" | "warning" | "critical"; firing_since: (string) | (null); told_at: (string) | (null); reason: (string) | (null); acknowledged: ({ by: string; why: (string) | (null); at: (string) | (null); until: (string) | (null) }) | (null); muted: ({ dag: (string) | (null); rule: (string) | (null); by: string; why: string; at: string; until: string }) | (null); last_run: (string) | (null); dag_removed: boolean; history: ({ at: string; event: "pending" | "fired" | "repeated" | "held_back" | "muted" | "acknowledged" | "undecided" | "calming" | "recovered" | "ended" | "insignificant" | "ack" | "ack_ended" | "mute" | "mute_ended"; by: (string) | (null); run: (string) | (null); note: (string) | (null); until: (string) | (null) })[] })[] };
    acknowledged_alarm: { alarm: string; acknowledged: boolean; by: string; until: (string) | (null) };
    muted_alarms: { target: string; muted: boolean; by: string; until: (string) | (null) };
    pools: { pools: ({ name: string; kind: "pool" | "queue"; slots: number; used_slots: number; memory_mb: (number) | (null); used_memory_mb: number; waiting: number })[] };
    changed_pool: { name: string; slots: number; memory_mb: (number) | (null) };
    removed_pool: { name: string };
    accounts: { accounts: ({ name: string; role: "viewer" | "operator" | "admin"; issuer: string; created_at: string; disabled_at: (string) | (null); seen_at: (string) | (null) })[] };
    account: { name: string; role: "viewer" | "operator" | "admin"; issuer: string; created_at: string; disabled_at: (string) | (null); seen_at: (string) | (null) };
    sessions: { sessions: ({ id: string; name: string; role: "viewer" | "operator" | "admin"; created_at: string; seen_at: string; address: (string) | (null); agent: (string) | (null); is_current: boolean })[] };
    ended_sessions: { name: string; ended: number };
    tokens: { tokens: ({ prefix: string; name: string; role: "viewer" | "operator" | "admin"; dags: ((string)[]) | (null); created_by: string; created_at: string; expires_at: string; last_used_at: (string) | (null); revoked_at: (string) | (null) })[] };
    created_token: { token: string; prefix: string; name: string; role: "viewer" | "operator" | "admin"; dags: ((string)[]) | (null); created_by: string; created_at: string; expires_at: string; last_used_at: (string) | (null); revoked_at: (string) | (null) };
    revoked_token: { prefix: string; name: string; role: "viewer" | "operator" | "admin"; dags: ((string)[]) | (null); created_by: string; created_at: string; expires_at: string; last_used_at: (string) | (null); revoked_at: (string) | (null) };
    listed_run: { run_id: string; dag: string; state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused"; reason: (string) | (null); trigger: "manual" | "schedule" | "backfill"; priority: "high" | "normal" | "low"; logical_date: string; cells: { total: number; succeeded: number; cached: number; failed: number }; overrides: Record<string, unknown>; waits_for: ({ dataset: (string) | (null); through: string; until: (string) | (null); missing: (string) | (null) }) | (null); paused: ({ at: string; by: string; reason: (string) | (null) }) | (null); retries: number; repeats: (string) | (null); backfill: (string) | (null); must_finish_at: (string) | (null); created_at: string; started_at: (string) | (null); finished_at: (string) | (null); duration_ms: (number) | (null) };
    run_page: { items: ({ run_id: string; dag: string; state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "cancelling" | "failing" | "paused"; reason: (string) | (null); trigger: "manual" | "schedule" | "backfill"; priority: "high" | "normal" | "low"; logical_date: string; cells: { total: number; succeeded: number; cached: number; failed: number }; overrides: Record<string, unknown>; waits_for: ({ dataset: (string) | (null); through: string; until: (string) | (null); missing: (string) | (null) }) | (null); paused: ({ at: string; by: string; reason: (string) | (null) }) | (null); retries: number; repeats: (string) | (null); backfill: (string) | (null); must_finish_at: (string) | (null); created_at: string; started_at: (string) | (null); finished_at: (string) | (null); duration_ms: (number) | (null) })[]; next_cursor: (string) | (null); total: { count: number; at_least: boolean } };
    me: { kind: "user" | "token" | "proxy" | "link"; name: string; role: "viewer" | "operator" | "admin"; dags: ((string)[]) | (null) };
    sign_in_ways: { password: boolean; oidc: boolean; developer: boolean };
    problem: { type: string; title: string; status: number; detail: string; code: (components["schemas"]["error_code"]) | ("UNEXPECTED"); hint: string | null; errors: ({ pointer: string; message: string })[]; details: Record<string, unknown>; request_id: string };
    error_code: "ACCOUNT_EXISTS" | "ACCOUNT_NOT_FOUND" | "ACTION_REFUSED" | "ADDRESS_IN_USE" | "ALARM_NOT_FOUND" | "ALERT_DELIVERY_FAILED" | "ARTIFACT_NOT_FOUND" | "AWS_REFUSED" | "BACKFILL_NOT_FOUND" | "BACKTEST_TIMEOUT" | "BARS_NOT_KNOWN" | "BODY_TOO_LARGE" | "CALENDAR_ENDS" | "CALLBACK_EXPORT_MISSING" | "CALLBACK_FAILED" | "CALLBACK_INVALID" | "CALLBACK_TIMEOUT" | "CELL_NOT_FOUND" | "CELL_QUARANTINED" | "CELL_TIMEOUT" | "CONDITION_INVALID" | "CROSS_SITE" | "CURSOR_INVALID" | "DAG_CYCLE" | "DAG_INVALID" | "DAG_KEY_CONFLICT" | "DAG_KEY_DUPLICATE" | "DAG_KEY_MISSING" | "DAG_KEY_UNKNOWN" | "DAG_NAME_DUPLICATE" | "DAG_NOT_FOUND" | "DAG_VALUE_INVALID" | "DAG_VERSION_UNREADABLE" | "DATASET_INVALID" | "DATASET_NOT_FOUND" | "DATA_RANGE_EMPTY" | "DATES_INVALID" | "DB_FAILED" | "DB_FORBIDDEN" | "DB_OVERLOADED" | "DB_POOLED" | "DB_READ_ONLY" | "DB_SCHEMA_MISMATCH" | "DB_START_FAILED" | "DB_UNREACHABLE" | "DB_UNSUPPORTED" | "DISK_FULL" | "ENV_MISSING" | "EXECUTION_INVALID" | "EXECUTOR_FAILED" | "EXECUTOR_UNKNOWN" | "EXPOSURE_REFUSED" | "EXTENDS_INVALID" | "FILE_NOT_FOUND" | "FILE_NOT_REGULAR" | "FILE_OUTSIDE_PROJECT" | "FILE_TOO_LARGE" | "FILE_UNREADABLE" | "FORBIDDEN" | "GRID_EMPTY" | "GRID_INVALID" | "GRID_TOO_LARGE" | "HOST_UNKNOWN" | "INTERPRETER_NOT_FOUND" | "ISOLATION_MISSING" | "JOB_LOST" | "JOB_STUCK" | "KEY_REUSED" | "MEDIA_TYPE_UNKNOWN" | "METHOD_NOT_ALLOWED" | "MIGRATION_CHANGED" | "MODULE_LOADING" | "NEEDS_UNKNOWN" | "NOT_ACCEPTABLE" | "NO_RESULT" | "OIDC_REFUSED" | "OIDC_UNREACHABLE" | "OUTPUTS_INVALID" | "OUTSIDE_UNREACHABLE" | "OUT_OF_MEMORY" | "PACKAGE_MISSING" | "PARAM_INVALID" | "PARAM_UNKNOWN" | "PASSWORD_REFUSED" | "POOL_IN_USE" | "POOL_UNKNOWN" | "PROCESS_ENDED" | "PROCESS_REFUSED" | "PROCESS_SIGNALLED" | "PYTHON_MISSING" | "RANGE_INVALID" | "RATE_LIMITED" | "REQUEST_INVALID" | "REQUEST_UNDER_WAY" | "ROUTE_NOT_FOUND" | "RUN_INPUT_CHANGED" | "RUN_NOT_FOUND" | "RUN_TIMEOUT" | "SCHEDULE_INVALID" | "SECRET_MISPLACED" | "SECRET_MISSING" | "SESSION_NOT_FOUND" | "SETTING_INVALID" | "STRATEGY_FAILED" | "STRATEGY_INVALID" | "STRATEGY_UNKNOWN" | "STREAMS_FULL" | "TASK_NOT_FOUND" | "TEMPLATE_INVALID" | "TOKEN_NOT_FOUND" | "UNAUTHENTICATED" | "USAGE" | "WAIT_TIMEOUT" | "WORKER_LOST" | "YAML_LIMIT" | "YAML_SYNTAX";
  };
}

export interface paths {
  "/api/v1/dags": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["dags"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/dags/validate": {
    post: { parameters: { query?: never; path?: never; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { yaml: string; name?: string } } }; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["validation"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/dags/{dag}": {
    patch: { parameters: { query?: never; path: { dag: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { paused: boolean; reason?: string } } }; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["pause"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/dags/{dag}/plan": {
    post: { parameters: { query?: never; path: { dag: string }; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { params?: Record<string, (string) | (number) | (boolean)>; date?: string; lookback?: string; symbols?: (string)[] } } }; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["plan"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/dags/{dag}/runs": {
    post: { parameters: { query?: never; path: { dag: string }; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { params?: Record<string, (string) | (number) | (boolean)>; date?: string; lookback?: string; symbols?: (string)[]; priority?: "high" | "normal" | "low"; dedupe?: boolean; wait?: boolean; reason?: string } } }; responses: { 202: { headers: Record<string, string>; content: { "application/json": components["schemas"]["started_run"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/dags/{dag}/explain": {
    get: { parameters: { query?: never; path: { dag: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["explanation"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs": {
    get: { parameters: { query?: { limit?: number; cursor?: string; dag?: string; state?: (string)[]; trigger?: "manual" | "schedule" | "backfill"; from?: string; to?: string; q?: string; backfill?: string; sort?: "-created_at" | "created_at" }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["run_page"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs/{run}/state": {
    get: { parameters: { query?: { wait?: number }; path: { run: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["listed_run"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs/{run}/cancel": {
    post: { parameters: { query?: never; path: { run: string }; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { reason?: string } } }; responses: { 202: { headers: Record<string, string>; content: { "application/json": components["schemas"]["cancelled_run"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs/{run}/retry": {
    post: { parameters: { query?: never; path: { run: string }; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { failed_cells?: boolean; dry_run?: boolean; reason?: string } } }; responses: { 202: { headers: Record<string, string>; content: { "application/json": components["schemas"]["acted_runs"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs/{run}/clear": {
    post: { parameters: { query?: never; path: { run: string }; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { tasks: (string)[]; downstream?: boolean; recompute?: boolean; dry_run?: boolean; reason?: string } } }; responses: { 202: { headers: Record<string, string>; content: { "application/json": components["schemas"]["acted_runs"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs/{run}/rerun": {
    post: { parameters: { query?: never; path: { run: string }; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { with?: "pinned" | "latest"; dry_run?: boolean; reason?: string } } }; responses: { 202: { headers: Record<string, string>; content: { "application/json": components["schemas"]["acted_runs"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs/{run}/pause": {
    post: { parameters: { query?: never; path: { run: string }; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { reason?: string } } }; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["pause"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs/{run}/unpause": {
    post: { parameters: { query?: never; path: { run: string }; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { reason?: string } } }; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["pause"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs/{run}/logs": {
    get: { parameters: { query?: { limit?: number; after?: string; before?: string; level?: "debug" | "info" | "warn" | "error"; task?: string; q?: string }; path: { run: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["logs"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs/{run}/sweeps/{backtest}/cells/{cell}/log": {
    get: { parameters: { query?: { limit?: number }; path: { run: string; backtest: string; cell: number }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["cell_log"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs/{run}/artifacts": {
    get: { parameters: { query?: never; path: { run: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": { artifacts: ({ name: string; bytes: number; type: string })[] } } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs/{run}/artifacts/{name}": {
    get: { parameters: { query?: { download?: boolean }; path: { run: string; name: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/octet-stream": unknown } }; 206: { headers: Record<string, string>; content: { "application/octet-stream": unknown } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/alarms": {
    get: { parameters: { query?: { all?: boolean }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["alarms"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/alarms/{dag}/{rule}": {
    get: { parameters: { query?: never; path: { dag: string; rule: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["alarm_histories"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/alarms/{dag}/{rule}/ack": {
    post: { parameters: { query?: never; path: { dag: string; rule: string }; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { reason?: string; until?: string; end?: boolean } } }; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["acknowledged_alarm"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/mutes": {
    post: { parameters: { query?: never; path?: never; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { target: string; reason?: string; until?: string; end?: boolean } } }; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["muted_alarms"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/runs/{run}/alerts": {
    get: { parameters: { query?: never; path: { run: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["alerts"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/dags/{dag}/backfills": {
    post: { parameters: { query?: never; path: { dag: string }; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { from: string; to: string; reprocess?: "none" | "failed" | "all"; max_active?: number; reverse?: boolean; reason?: string } } }; responses: { 202: { headers: Record<string, string>; content: { "application/json": components["schemas"]["backfill"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/backfills/{backfill}": {
    get: { parameters: { query?: never; path: { backfill: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["backfill"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/backfills/{backfill}/cancel": {
    post: { parameters: { query?: never; path: { backfill: string }; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { reason?: string } } }; responses: { 202: { headers: Record<string, string>; content: { "application/json": components["schemas"]["backfill"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/backfills/{backfill}/resume": {
    post: { parameters: { query?: never; path: { backfill: string }; header?: { "Idempotency-Key"?: string }; cookie?: never }; requestBody: { content: { "application/json": { reason?: string } } }; responses: { 202: { headers: Record<string, string>; content: { "application/json": components["schemas"]["backfill"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/pools": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["pools"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/pools/{pool}": {
    put: { parameters: { query?: never; path: { pool: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { slots: number; memory_mb?: number } } }; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["changed_pool"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
    delete: { parameters: { query?: never; path: { pool: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["removed_pool"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/audit": {
    get: { parameters: { query?: { limit?: number; dag?: string; run?: string; since?: string; before?: string }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["audit"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/auth/ways": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["sign_in_ways"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/auth/login": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { name: string; password: string } } }; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["me"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/auth/link": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { secret: string } } }; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["me"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/auth/developer": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { role: "viewer" | "operator" | "admin" } } }; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["me"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/auth/logout": {
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 204: { headers: Record<string, string>; content: {  } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/auth/oidc/start": {
    get: { parameters: { query?: { to?: string }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 303: { headers: Record<string, string>; content: {  } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/auth/oidc/callback": {
    get: { parameters: { query?: { code?: string; state?: string; iss?: string; session_state?: string; error?: string; error_description?: string; error_uri?: string; scope?: string; authuser?: string; hd?: string; prompt?: string }; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 303: { headers: Record<string, string>; content: {  } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/me": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["me"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/me/password": {
    put: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { current: string; password: string } } }; responses: { 204: { headers: Record<string, string>; content: {  } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/users": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["accounts"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { name: string; role: "viewer" | "operator" | "admin"; password: string } } }; responses: { 201: { headers: Record<string, string>; content: { "application/json": components["schemas"]["account"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/users/{name}": {
    patch: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { role?: "viewer" | "operator" | "admin"; disabled?: boolean } } }; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["account"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/users/{name}/password": {
    put: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody: { content: { "application/json": { password: string } } }; responses: { 204: { headers: Record<string, string>; content: {  } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/users/{name}/sessions": {
    delete: { parameters: { query?: never; path: { name: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["ended_sessions"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/sessions": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["sessions"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/sessions/{session}": {
    delete: { parameters: { query?: never; path: { session: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 204: { headers: Record<string, string>; content: {  } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/tokens": {
    get: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["tokens"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
    post: { parameters: { query?: never; path?: never; header?: never; cookie?: never }; requestBody: { content: { "application/json": { name: string; role: "viewer" | "operator" | "admin"; dags?: (string)[]; days?: number } } }; responses: { 201: { headers: Record<string, string>; content: { "application/json": components["schemas"]["created_token"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/tokens/{prefix}": {
    delete: { parameters: { query?: never; path: { prefix: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "application/json": components["schemas"]["revoked_token"] } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
  "/api/v1/errors/{code}": {
    get: { parameters: { query?: never; path: { code: string }; header?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, string>; content: { "text/markdown": unknown } }; default: { headers: Record<string, string>; content: { "application/problem+json": components["schemas"]["problem"] } } } };
  };
}
