import { afterAll, beforeAll, expect, it } from "vitest";
import { DOCUMENTS, type DocumentName } from "../../../src/contract/documents.ts";
import { documentOf } from "../../contract/support/document-of.ts";
import { startCoingecko } from "../../support/sources/coingecko-server.ts";
import { createCliProject } from "../support/nightgrid.ts";

const TIMEOUT = 120_000;
const project = await createCliProject();
const coingecko = await startCoingecko();
afterAll(() => coingecko[Symbol.asyncDispose]());

/** A command for every document that can be asked for. */
const COMMANDS: { readonly [Name in DocumentName]: readonly string[] } = {
  validation: ["validate"],
  explanation: ["explain", "nightly"],
  lookahead: ["check", "lookahead", "ranked", "--cuts", "2"],
  determinism: ["check", "determinism", "nightly"],
  outputs: ["check", "outputs", "dags", "--capital", "1000"],
  data_check: ["data", "check", "prices/S0.csv"],
  fetched_prices: ["data", "fetch", "coingecko", "bitcoin", "--from", "2026-01-01", "--to", "2026-01-03"],
  price_series: ["data", "list"],
  prices: ["data", "show", "coingecko", "BTC"],
  found_instruments: ["data", "coins", "btc"],
  price_sources: ["data", "sources"],
  verified_prices: ["data", "verify"],
  dataset_versions: ["data", "versions"],
  data_diff: ["data", "diff", "prices/{symbol}.csv@1", "1"],
  plan: ["plan", "nightly"],
  run: ["show", "nightly"],
  started_run: ["run", "later", "--detach"],
  cancelled_run: ["cancel", "later"],
  acted_runs: ["cancel", "--dag", "nightly", "--dry-run"],
  pause: ["pause", "nightly"],
  backfill: ["backfill", "nightly", "--from", "2026-02-02", "--to", "2026-02-06", "--dry-run"],
  audit: ["audit"],
  dags: ["dags"],
  runs: ["runs"],
  slots: ["runs", "--slots"],
  schedules: ["schedule"],
  results: ["results", "nightly", "--failed"],
  selected_results: ["results", "nightly", "--columns", "fast,omega,sharpe"],
  rejected_cells: ["results", "halved", "--rejected"],
  trades: ["trades", "nightly"],
  equity: ["trades", "nightly", "--equity"],
  orders: ["trades", "nightly", "--orders"],
  cash_flows: ["trades", "nightly", "--cash-flows"],
  rejections: ["trades", "nightly", "--rejections"],
  factor: ["trades", "ranked", "--factor"],
  query: ["query", "select run_id, dag from runs"],
  exported_run: ["export", "nightly", "-o", "exported"],
  diff: ["diff", "nightly", "nightly"],
  misses: ["explain-miss", "nightly", "--cell", "0"],
  bundle: ["bundle", "nightly", "-o", "nightly.zip"],
  replay: ["replay", "nightly.zip"],
  bisection: ["bisect", "nightly", "--good", "nightly", "--bad", "nightly"],
  goldens: ["golden", "list"],
  golden_checks: ["golden", "check"],
  saved_golden: ["golden", "save", "first", "nightly", "--why", "looked at"],
  logs: ["logs", "nightly"],
  log_line: ["logs", "nightly", "-f"],
  cell_log: ["logs", "scripted", "--cell", "0"],
  sample_alert: ["alerts", "test"],
  alerts: ["alerts", "list", "nightly"],
  alarms: ["alerts", "list"],
  alarm_histories: ["alerts", "show", "nightly/deep"],
  acknowledged_alarm: ["alerts", "ack", "nightly/deep", "--reason", "looking at it"],
  muted_alarms: ["alerts", "mute", "nightly", "--until", "2d", "--reason", "vendor is down"],
  account: ["users", "role", "ada", "operator"],
  collected: ["gc", "--dry-run"],
  storage: ["storage"],
  accounts: ["users", "list"],
  sessions: ["users", "sessions"],
  ended_sessions: ["users", "logout", "ada"],
  tokens: ["tokens", "list"],
  created_token: ["tokens", "create", "--name", "grafana"],
  revoked_token: ["tokens", "revoke", "0123abcd"],
  database: ["db", "status"],
  doctor: ["doctor"],
  changed_pool: ["pools", "set", "gpu", "--slots", "2"],
  pools: ["pools", "list"],
  removed_pool: ["pools", "remove", "gpu"],
  failure: ["show", "nowhere"],
};

/** Lists that are empty whatever one asks here would hold no row to its schema. */
const ROWS: ReadonlySet<DocumentName> = new Set<DocumentName>([
  ...(["slots", "schedules", "trades", "equity", "orders", "cash_flows", "rejections", "factor"] as const),
  ...(["accounts", "sessions", "tokens"] as const),
  ...(["fetched_prices", "price_series", "prices", "found_instruments", "price_sources", "verified_prices"] as const),
  ...([
    "logs",
    "cell_log",
    "alerts",
    "alarms",
    "alarm_histories",
    "results",
    "selected_results",
    "rejected_cells",
  ] as const),
]);

const DAGS = {
  "dags/nightly.yaml": `
id: nightly
schedule: { cron: "30 3 * * 2-6", timezone: America/New_York }
before_backtest: [check_data]
backtest:
  strategy: ./dip.ts
  data: { csv: "../prices/{symbol}.csv", symbols: [S0], bars_per_year: 252 }
  costs: { fill_probability: 0.8 }
  param_grid: { fast: [1, 2, 3] }
alerts: [{ name: deep, when: best.max_drawdown >= 0, to: [slack] }]
`,
  "dags/ranked.yaml": `
id: ranked
backtest:
  strategy: momentum_rotation
  data: { csv: "../prices/{symbol}.csv", symbols: [S0, S1, S2, S3] }
  params: { lookback: 20, top: 2, rebalance_period: 10 }
`,
  "dags/halved.yaml": `
id: halved
backtest:
  strategy: sma_cross
  data: { csv: "../prices/{symbol}.csv", symbols: [S0] }
  param_grid: { fast: [2, 3, 4], slow: [10, 20, 30] }
  search: { method: successive_halving, eta: 3, rungs: 1, min_cells: 2 }
`,
  "dags/later.yaml": "id: later\nbacktest: { strategy: buy_and_hold, data: { dataset: sp500 } }\n",
  "dags/scripted.yaml": `
id: scripted
backtest:
  command: [sh, "-c", "echo hello"]
  outputs: { trades.csv: { required: false }, summary.csv: { required: false }, pnl.csv: { required: false } }
`,
  "dags/broken.yaml": "id: broken\nbacktset: {}\n",
  "dags/dip.ts": `
import { defineStrategy } from "nightgrid";
export default defineStrategy({
  name: "dip",
  params: { fast: { kind: "int", default: 2, min: 1, max: 9, description: "Falling closes in a row" } },
  signals: ({ bars: { close }, params: { fast } }) => {
    if (fast === 3) throw new Error("three is too many");
    const entries = Uint8Array.from(close, (price, bar) => (bar > 0 && price < close[bar - 1] ? 1 : 0));
    return { entries, exits: entries.map((entry) => 1 - entry) };
  },
});
`,
};

function prices(asset: number): string {
  const rows = Array.from({ length: 200 }, (_, bar) => {
    const price = 100 * Math.exp(0.001 * asset * bar + 0.01 * Math.sin(bar));
    const day = new Date(Date.UTC(2020, 0, 1 + bar)).toISOString().slice(0, 10);
    return `${day},${price},${price},${price},${price},${bar % 50 === 1 ? 0.5 : 0}`;
  });
  return ["date,open,high,low,close,dividend", ...rows].join("\n");
}

beforeAll(async () => {
  for (const asset of [0, 1, 2, 3]) project.write(`prices/S${asset}.csv`, prices(asset));
  for (const [name, text] of Object.entries(DAGS)) project.write(name, text);
  const { document } = await project.json("run", ["run", "nightly"]);
  await project.json("run", ["run", "ranked"]);
  await project.json("run", ["run", "scripted"]);
  await project.json("run", ["run", "halved"]);
  await project.database.pool.query(`
    insert into account (subject, name, role) values ('ada', 'ada', 'viewer');
    insert into session (sha256, account_id) select '\\x00', id from account;
    insert into token (sha256, prefix, name, role, created_by, expires_at)
    values ('\\x01', '0123abcd', 'old', 'viewer', 'ada', now())`);
  await project.database.pool.query(
    "insert into tick (dag_id, tick_at, outcome, run_id, reason) values ('nightly', '2026-02-10 08:30Z', 'started', $1, null)",
    [document.run_id],
  );
}, TIMEOUT);

it.each(Object.keys(DOCUMENTS) as readonly DocumentName[])(
  "%s is what its command prints",
  async (name) => {
    const { stdout } = await project.run([...COMMANDS[name], "--json"], { COINGECKO_BASE_URL: coingecko.url });
    for (const text of name === "log_line" ? stdout.trimEnd().split("\n") : [stdout]) {
      const document = documentOf(name, text);
      const rows = Object.values(document).filter(Array.isArray);
      if (ROWS.has(name)) expect(Math.max(...rows.map(({ length }) => length))).toBeGreaterThan(0);
    }
  },
  TIMEOUT,
);
