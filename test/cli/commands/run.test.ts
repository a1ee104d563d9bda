import { expect, it } from "vitest";
import { mailServer } from "../../alerts/support/mail-server.ts";
import { webhookServer } from "../../alerts/support/webhook-server.ts";
import { createCliProject } from "../support/nightgrid.ts";

const project = await createCliProject();

const DAG = (fast: string) => `
id: small_grid
backtest:
  strategy: sma_cross
  data: { dataset: sp500 }
  start_date: 2015-01-02
  end_date: 2016-12-30
  params: { position_size: 0.95 }
  param_grid: { fast: ${fast}, slow: [30, 40] }
  objective: sharpe
after_backtest: [{ rank: { top: 2 } }, tearsheet]
alerts:
  - { name: deep_drawdown, when: best.max_drawdown > 0.01, to: [slack, email] }
`;

it("goes from a file to results, files and messages, and computes nothing twice", { timeout: 120_000 }, async () => {
  const slack = await webhookServer((response) => response.end("ok"));
  await using _slack = slack;
  const mail = await mailServer();
  await using _mail = mail;
  const secrets = ["s3cr3tTok3n", "mailPassw0rd"];
  const channels = {
    SLACK_WEBHOOK_URL: slack.url,
    SMTP_URL: `smtp://127.0.0.1:${mail.port}?ignoreTLS=true`,
    ALERT_EMAIL_FROM: "nightgrid@example.com",
    ALERT_EMAIL_TO: "desk@example.com",
  };
  const file = project.write("some where/it's here/small.yaml", DAG("[5, 10]"));

  const first = await project.json("run", ["run", file], channels);
  expect(first.code).toBe(0);
  expect(first.document).toMatchObject({
    dag: "small_grid",
    state: "succeeded",
    cells: { total: 4, succeeded: 4, failed: 0, cached: 0 },
    tearsheet: expect.stringMatching(/tearsheet\.html$/),
    alerts: [
      {
        rule: "deep_drawdown",
        kind: "fired",
        channels: expect.arrayContaining([
          { channel: "slack", state: "delivered", attempts: 1, error: null, held_until: null },
          { channel: "email", state: "delivered", attempts: 1, error: null, held_until: null },
        ]),
      },
    ],
  });
  expect(Object.keys(first.document.best?.params ?? {})).toEqual(["fast", "slow", "position_size"]);
  expect(first.document.run_id).toMatch(/^\d{8}_\d{6}_[0-9a-f]{8}$/);
  expect(slack.calls).toHaveLength(1);
  expect(await mail.mails()).toHaveLength(1);
  for (const secret of secrets) expect(first.stdout + first.stderr).not.toContain(secret);

  // A smaller position: the rule holds no more, but this is an experiment, which clears no alarm (FAULTS 7.3).
  const calm = await project.json("run", ["run", file, "--param", "position_size=0.001"], channels);
  expect(calm.document.alerts).toEqual([]);
  expect(calm.document.overrides).toEqual({ position_size: 0.001 });
  expect(slack.calls).toHaveLength(1);
  expect(await mail.mails()).toHaveLength(1);

  const second = await project.json("run", ["run", file]);
  expect(second.document.cells).toEqual({ total: 4, succeeded: 0, failed: 0, cached: 4 });

  project.write("some where/it's here/small.yaml", DAG("[5, 10, 15]"));
  const plan = await project.json("plan", ["plan", file]);
  expect(plan.document.backtests).toMatchObject([{ cells: 6, cached: 4, to_compute: 2 }]);
  const third = await project.json("run", ["run", file]);
  expect(third.document.cells).toEqual({ total: 6, succeeded: 2, failed: 0, cached: 4 });

  const stored = await project.database.pool.query<{ text: string }>(
    "select string_agg(message::text || coalesce(fields::text, ''), ' ') as text from log",
  );
  for (const secret of secrets) expect(stored.rows[0]?.text).not.toContain(secret);
});

it("results are every cell in cell order, by the columns that were asked for", { timeout: 60_000 }, async () => {
  const all = await project.run(["results", "last", "--sort", "cell", "--limit", "0", "--csv"]);
  const [header = "", ...rows] = all.stdout.trim().split(/\r?\n/);
  expect(header).toMatch(/^cell,fast,slow,position_size,state,total_return,cagr,sharpe,/);
  expect(rows.map((row) => row.split(",").slice(0, 3).join(" "))).toEqual([
    "0 5 30",
    "1 5 40",
    "2 10 30",
    "3 10 40",
    "4 15 30",
    "5 15 40",
  ]);
  const chosen = await project.run(["results", "small_grid", "--columns", "slow,sharpe", "--csv", "--limit", "1"]);
  expect(chosen.stdout).toMatch(/^slow,sharpe\r?\n(30|40),-?[\d.]+\r?\n$/);
});

it("show, logs and runs tell of the same run, without colours in a pipe", { timeout: 60_000 }, async () => {
  const shown = await project.run(["show", "last"]);
  expect(shown.stdout).toMatch(/^state +succeeded$/m);
  expect(shown.stdout.match(/^tearsheet\.html/gm)).toHaveLength(1);
  expect(shown.stdout).not.toContain("Run 2");
  // Of a run that has ended, -f prints what there is, and ends.
  const logs = await project.run(["logs", "last", "-f"], { CI: "true" });
  expect(logs.code).toBe(0);
  expect(logs.stdout).toContain("Run succeeded");
  const runs = await project.json("runs", ["runs", "--state", "completed"]);
  expect(runs.document.runs).toHaveLength(4);
  expect(shown.stdout + logs.stdout).not.toContain("\u001B[");
});

it("a file has every cell, the table the first twenty", { timeout: 60_000 }, async () => {
  const axis = Array.from({ length: 24 }, (_, index) => index + 2).join(", ");
  const file = project.write("dags/many.yaml", DAG(`[${axis}]`).replaceAll("small_grid", "many_cells"));
  await project.json("run", ["run", file]);
  const { stdout } = await project.run(["results", "many_cells", "--csv"]);
  const { document } = await project.json("results", ["results", "many_cells"]);
  const table = await project.run(["results", "many_cells"]);
  expect(stdout.trim().split(/\r?\n/)).toHaveLength(1 + 48);
  expect(document.cells).toHaveLength(48);
  expect(table.stdout.split("\n").filter((line) => /^ *\d+ /.test(line))).toHaveLength(20);
});
