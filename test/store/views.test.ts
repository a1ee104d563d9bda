import { readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect } from "../../src/store/connection/connect.ts";
import { migrate } from "../../src/store/connection/migrate.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** The contract: a column may be added; one that is there keeps its name and its type. */
const VIEWS: Readonly<Record<string, readonly string[]>> = {
  run_summary: `
    run_id text, dag text, state text, reason text, trigger text, priority text,
    logical_date timestamptz, created_at timestamptz, started_at timestamptz, finished_at timestamptz,
    duration_seconds float8, cells_total int4, cells_succeeded int4, cells_cached int4,
    cells_failed int4, version text`
    .trim()
    .split(/,\s+/),
  backtest_metrics: `
    run_id text, dag text, backtest text, trigger text, logical_date timestamptz, backtest_date date,
    period_start date, period_end date, total_return float8, total_return_gross float8,
    cagr_net float8, cagr_gross float8, sharpe_net float8, sortino float8, calmar float8,
    max_drawdown float8, volatility float8, win_rate float8, profit_factor float8, total_trades int8,
    avg_duration float8, total_fees float8, fee_per_trade float8, cost_drag_bps float8,
    final_equity float8, params jsonb, cells int8`
    .trim()
    .split(/,\s+/),
  backtest_metrics_monthly: `
    month date, dag text, nights int8, sharpe_net float8, cagr_net float8, max_drawdown float8,
    total_return float8, total_trades float8, total_fees float8`
    .trim()
    .split(/,\s+/),
  nightly_metric: `
    run_id text, dag text, backtest text, logical_date timestamptz, metric text, value float8,
    reason text`
    .trim()
    .split(/,\s+/),
};

describe("the views for others", () => {
  it.each(Object.entries(VIEWS))("%s has its columns", async (view, columns) => {
    expect(await columnsOf(`nightgrid_views.${view}`)).toEqual(columns);
  });

  it("are those that docs/clients.md has", () => {
    const page = readFileSync(new URL("../../docs/clients.md", import.meta.url), "utf8");
    for (const [view, columns] of Object.entries(VIEWS)) {
      const row = page.split("\n").find((line) => line.startsWith(`| \`${view}\` |`));
      const named = [...(row ?? "").matchAll(/`([a-z_]+)`/g)].map(([, name]) => name);
      expect(named).toEqual([view, ...columns.map((column) => column.split(" ")[0])]);
    }
  });

  it("tell of nights, and of nothing that has no figures", async () => {
    await database.pool.query(`
      insert into dag_version (hash, dag_id, yaml, spec) values ('h', 'nightly', '', '{}');
      insert into dag (id, file, state) values ('nightly', '/f', 'ok');
      insert into run (id, dag_id, dag_hash, logical_date, trigger, overrides, state, code_hash, snapshot_ids, seed, cells_total, open_tasks, timeout_ms)
      select 'r' || n, 'nightly', 'h', ('2026-02-0' || n || 'T08:30:00Z')::timestamptz, 'manual', '{}', 'queued', 'c', '{}', 0, 1, 0, 1000
      from generate_series(1, 4) n;
      insert into run_figures (run_id, dag_id, figures) values
        ('r1', 'nightly', '{"version": 1, "backtest": "main", "run": {"period_start": "2025-02-01", "period_end": "2026-01-31"},
          "best": {"params": {"fast": 5}, "metrics": {"sharpe": 0.9, "max_drawdown": 0.08, "total_trades": 41, "profit_factor": null},
            "reasons": {"profit_factor": "no_losing_trades"}}, "cells": {"total": 9}}'),
        ('r2', 'nightly', '{"version": 1, "backtest": "main", "run": {}, "best": null, "cells": {"total": 9}}'),
        ('r3', 'nightly', '{"version": 2, "best": {"metrics": {"sharpe": "of a later version"}}}')`);
    const { rows: nights } = await database.pool.query(
      `select run_id, backtest_date::text, period_start::text, sharpe_net, cagr_net, max_drawdown, total_trades::int, params, cells::int
       from nightgrid_views.backtest_metrics`,
    );
    expect(nights).toEqual([
      {
        run_id: "r1",
        backtest_date: "2026-02-01",
        period_start: "2025-02-01",
        sharpe_net: 0.9,
        cagr_net: null,
        max_drawdown: 0.08,
        total_trades: 41,
        params: { fast: 5 },
        cells: 9,
      },
    ]);
    // A second night of that month, without trades: its missing figures count in no mean.
    await database.pool.query(`
      insert into run_figures (run_id, dag_id, figures)
      values ('r4', 'nightly', '{"version": 1, "best": {"metrics": {"sharpe": 0.5, "max_drawdown": null}}}')`);
    const { rows: months } = await database.pool.query(
      `select month::text, dag, nights::int, sharpe_net, cagr_net, max_drawdown, total_trades from nightgrid_views.backtest_metrics_monthly`,
    );
    expect(months).toEqual([
      {
        month: "2026-02-01",
        dag: "nightly",
        nights: 2,
        sharpe_net: 0.7,
        cagr_net: null,
        max_drawdown: 0.08,
        total_trades: 41,
      },
    ]);
    await database.pool.query("delete from run_figures where run_id = 'r4'");
    const { rows: metrics } = await database.pool.query(
      `select metric, value, reason from nightgrid_views.nightly_metric order by metric`,
    );
    expect(metrics).toEqual([
      { metric: "max_drawdown", value: 0.08, reason: null },
      { metric: "profit_factor", value: null, reason: "no_losing_trades" },
      { metric: "sharpe", value: 0.9, reason: null },
      { metric: "total_trades", value: 41, reason: null },
    ]);
    const { rows: runs } = await database.pool.query(`select run_id from nightgrid_views.run_summary order by run_id`);
    expect(runs).toHaveLength(4);
  });

  it("of two installations in one database do not meet", async () => {
    const long = `a${"b".repeat(62)}`;
    for (const schema of ["other", long]) {
      const pool = await connect({ url: database.url, schema });
      try {
        await migrate(pool, { schema });
        const { rows } = await pool.query(`select schemaname from pg_views where viewname = 'run_summary'`);
        const found = rows.map(({ schemaname }) => String(schemaname));
        expect(found).toContain(`${schema.slice(0, 57)}_views`);
        const [{ runs } = { runs: -1 }] = (
          await pool.query<{ runs: number }>(
            `select count(*)::int as runs from "${schema.slice(0, 57)}_views".run_summary`,
          )
        ).rows;
        expect(runs).toBe(0);
      } finally {
        await pool.end();
      }
    }
  });

  it("are in our schema where no other one may be made", async () => {
    const role = `owner_${randomBytes(4).toString("hex")}`;
    await database.pool.query(`create role ${role} login password 'x'; create schema ${role} authorization ${role}`);
    const url = Object.assign(new URL(database.url), { username: role, password: "x" }).href;
    const pool = await connect({ url, schema: role });
    try {
      await migrate(pool, { schema: role });
      const { rows } = await pool.query(`select count(*)::int as runs from ${role}.run_summary`);
      expect(rows).toEqual([{ runs: 0 }]);
    } finally {
      await pool.end();
      await database.pool.query(`drop owned by ${role} cascade; drop role ${role}`);
    }
  });
});

it("the role of deploy/sql reads the views and nothing else, and writes nothing", async () => {
  const role = `reader_${randomBytes(4).toString("hex")}`;
  const script = readFileSync(new URL("../../deploy/sql/read-only-role.sql", import.meta.url), "utf8");
  const sql = script.replaceAll("nightgrid_reader", role);
  await database.pool.query(sql);
  // Twice does no harm.
  await database.pool.query(`${sql}; alter role ${role} password 'x'`);
  const url = Object.assign(new URL(database.url), { username: role, password: "x" }).href;
  const reader = await connect({ url });
  try {
    const ask = (text: string) =>
      reader.query(text).then(
        () => "done",
        ({ code }) => code,
      );
    for (const view of Object.keys(VIEWS))
      expect(await ask(`select * from nightgrid_views.${view} limit 1`)).toBe("done");
    expect(await ask("select * from nightgrid.run")).toBe("42501");
    expect(await ask("delete from nightgrid_views.run_summary")).not.toBe("done");
    expect(await ask("create table nightgrid_views.mine (a int)")).not.toBe("done");
  } finally {
    await reader.end();
    await database.pool.query(`drop owned by ${role}; drop role ${role}`);
  }
});

async function columnsOf(view: string): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ column: string }>(
    `select attname || ' ' || typname as column from pg_attribute join pg_type on pg_type.oid = atttypid
     where attrelid = $1::regclass and attnum > 0 order by attnum`,
    [view],
  );
  return rows.map(({ column }) => column);
}
