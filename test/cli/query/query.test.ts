import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCliProject } from "../support/nightgrid.ts";

const project = await createCliProject();
const temporary = mkdtempSync(path.join(os.tmpdir(), "nightgrid-query-test-"));
afterAll(() => rmSync(temporary, { recursive: true }));

const GRID = `
id: grid
backtest:
  strategy: sma_cross
  data: { dataset: sp500 }
  param_grid: { fast: [5, 10, 20], slow: [50, 100] }
series: { best: 2 }
`;
/** A parameter that is named like a metric, one that holds texts, and a cell that fails. */
const ODD = `
id: odd
backtest:
  strategy: ./odd.ts
  data: { dataset: sp500 }
  param_grid: { sharpe: [1, 2, 3], Mode: [up, down] }
`;
const STRATEGY = `
import { defineStrategy } from "nightgrid";
export default defineStrategy({
  name: "odd",
  params: { sharpe: { kind: "int", default: 1 }, Mode: { kind: "choice", default: "up", choices: ["up", "down"] } },
  signals: ({ bars: { close }, params }) => {
    if (params.sharpe === 3) throw new Error("three, <b>is</b> too many");
    const never = new Uint8Array(close.length);
    return { entries: never, exits: never };
  },
});
`;

let run: string;
beforeAll(async () => {
  project.write("dags/grid.yaml", GRID);
  project.write("dags/odd.ts", STRATEGY);
  project.write("dags/odd.yaml", ODD);
  run = (await project.json("run", ["run", "grid"])).document.run_id;
  await project.run(["run", "odd"]);
}, 120_000);

const ask = async (sql: string, ...more: readonly string[]) =>
  (await project.json("query", ["query", sql, ...more], { TMPDIR: temporary })).document;

describe("nightgrid query", { timeout: 60_000 }, () => {
  it("has the cells as results has them", async () => {
    const { rows, loaded } = await ask(
      "select cell, fast, slow, state, sharpe, cagr from cells order by cell",
      "--run",
      "grid",
    );
    const results = await project.run([
      "results",
      "grid",
      "--sort",
      "cell",
      "--csv",
      "--columns",
      "cell,fast,slow,state,sharpe,cagr",
    ]);
    const csv = await project.run([
      "query",
      "select cell, fast, slow, state, sharpe, cagr from cells order by cell",
      "--dag",
      "grid",
      "--csv",
    ]);
    expect(csv.stdout).toBe(results.stdout);
    expect(rows).toHaveLength(6);
    expect(loaded).toEqual([{ table: "cells", rows: 6 }]);
    expect(csv.stderr).toBe("Loaded 6 rows of cells.\n");
  });

  it("tells parameters from metrics of the same name, numbers from texts, and why a cell or a value is not there", async () => {
    const { rows } = await ask(
      `select cell, param_sharpe, "Mode", state, sharpe, error from cells order by cell`,
      "--dag",
      "odd",
    );
    expect(rows[0]).toEqual({ cell: 0, param_sharpe: 1, Mode: "up", state: "succeeded", sharpe: null, error: null });
    expect(rows.at(-1)).toMatchObject({ param_sharpe: 3, state: "failed", error: expect.stringContaining("too many") });
    const reasons = await ask(
      "select distinct reason from metrics where metric = 'sharpe' and value is null",
      "--dag",
      "odd",
    );
    expect(reasons.rows).toEqual([{ reason: expect.stringMatching(/^no_trades|zero_variance$/) }]);
    // Over both DAGs each has its own columns, and nulls in those of the other.
    const both = await ask("select dag, count(fast) as fasts, count(*) as cells from cells group by dag order by dag");
    expect(both.rows).toEqual([
      { dag: "grid", fasts: 6, cells: 6 },
      { dag: "odd", fasts: 0, cells: 6 },
    ]);
  });

  it("takes whole rows and all columns with all that is in them", async () => {
    const { rows } = await ask("select to_json(c) ->> 'cagr' as cagr from cells c where cell = 0", "--run", "grid");
    expect(Number(rows[0]?.["cagr"])).toBeGreaterThan(0);
    const { columns } = await ask("from cells limit 1", "--run", "grid");
    expect(columns.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["params", "fast", "slow", "sharpe", "final_equity"]),
    );
  });

  it("has runs and nights with the columns of the views", async () => {
    for (const view of ["run_summary", "backtest_metrics", "nightly_metric"]) {
      const { columns, rows } = await ask(`from ${view}`, "--run", "grid");
      const { fields, rowCount } = await project.database.pool.query(
        `select * from nightgrid_views.${view} where run_id = $1`,
        [run],
      );
      expect(columns.map(({ name }) => name)).toEqual(fields.map(({ name }) => name));
      expect(rows).toHaveLength(rowCount ?? -1);
    }
    const monthly = "backtest_metrics_monthly";
    const { columns, rows: months } = await ask(`from ${monthly} order by month, dag`);
    const { fields, rows: means } = await project.database.pool.query<Record<string, number>>(
      `select * from nightgrid_views.${monthly} order by month, dag`,
    );
    expect(columns.map(({ name }) => name)).toEqual(fields.map(({ name }) => name));
    expect(months).toHaveLength(2);
    expect(months.map(({ dag, nights }) => [dag, nights])).toEqual(
      means.map(({ dag, nights }) => [dag, Number(nights)]),
    );
    expect(months[0]?.["sharpe_net"]).toBeCloseTo(means[0]?.["sharpe_net"] ?? Number.NaN, 12);
    expect((await ask(`from ${monthly}`, "--run", "odd")).rows).toHaveLength(1);
    const { rows } = await ask("select run_id, state, cells_total, created_at from runs order by created_at");
    expect(rows).toMatchObject([{ run_id: run, state: "succeeded", cells_total: 6 }, { state: "succeeded" }]);
    expect(rows[0]?.["created_at"]).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    const none = await ask("from runs", "--since", "2999-01-01");
    expect(none).toMatchObject({ rows: [], loaded: [{ table: "runs", rows: 0 }] });
  });

  it("joins series with cells, and says which files are not there or are none of ours", async () => {
    const joined = `
      select cells.cell, count(*) as bars, max_by(equity.equity, ts) = any_value(final_equity) as same
      from equity join cells using (run_id, backtest, cell) group by 1 order by 1`;
    const { rows, gaps } = await ask(joined, "--run", "grid");
    expect({ rows, gaps }).toEqual({
      rows: [0, 1].map(() => expect.objectContaining({ bars: 5105, same: true })),
      gaps: [],
    });
    const trades = path.join(project.home, "results", `run_${run}`, "trades.parquet");
    rmSync(trades);
    expect(await ask("select count(*) as n from trades")).toMatchObject({
      rows: [{ n: 0 }],
      gaps: [{ kind: "missing", table: "trades", count: 1 }],
    });
    copyFileSync(path.join(path.dirname(trades), "equity.parquet"), trades);
    expect(await ask("from trades")).toMatchObject({ gaps: [{ kind: "refused", table: "trades", count: 1 }] });
    rmSync(trades);
    const said = await project.run(["query", "select count(*) from trades"]);
    expect(said.stderr).toContain("Rerun to rebuild: nightgrid clear <run> after.series");
  });

  it("writes an answer whole or not at all", async () => {
    const file = path.join(temporary, "an answer.parquet");
    expect(await project.run(["query", "from equity", "--format", "parquet", "-o", file])).toMatchObject({ code: 0 });
    expect(readFileSync(file).subarray(0, 4).toString()).toBe("PAR1");
    writeFileSync(file, "what was there");
    expect(await project.run(["query", "select nothing from cells", "--csv", "-o", file])).toMatchObject({ code: 3 });
    expect(readFileSync(file, "utf8")).toBe("what was there");
    expect(await project.run(["query", "select 1", "--csv", "-o", "no/such/folder.csv"])).toMatchObject({ code: 3 });
    expect(await project.run(["query", "select 1", "--format", "parquet"])).toMatchObject({ code: 2 });
    expect(readdirSync(temporary).filter((name) => name !== "node-compile-cache")).toEqual(["an answer.parquet"]);
  });

  it("Ctrl-C ends it at once, and leaves nothing behind", async () => {
    const endless = "select count(*), sum(a.range * b.range) from runs, range(1000000000) a, range(1000) b";
    const command = project.start(["query", endless, "--timeout", "10m"], { TMPDIR: temporary });
    await command.says("Loaded 2 rows of runs");
    command.child.kill("SIGINT");
    expect(await command.ended).toMatchObject({ code: 130 });
    expect(readdirSync(temporary).filter((name) => name.startsWith("nightgrid-query-"))).toEqual([]);
  });
});
