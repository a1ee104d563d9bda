import { expect, it } from "vitest";
import { mailServer } from "../../alerts/support/mail-server.ts";
import { webhookServer } from "../../alerts/support/webhook-server.ts";
import { createCliProject } from "../support/nightgrid.ts";

const project = await createCliProject();

const DAG = (alerts: string, studies = STUDIES) => `
id: studied
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX] }
  param_grid: { fast: [10, 20], slow: [100, 200] }
${studies}
alerts:
${alerts}`;

const STUDIES = `  walk_forward: { in_sample: 4y, out_of_sample: 2y }
  cpcv: { groups: 6, test: 2 }
  monte_carlo: { runs: 500, of: best }`;

const rule = (name: string, when: string) => `  - { name: ${name}, when: ${when}, to: [email, slack] }\n`;

it("rules on what studies have come to send messages, and compare with the night before", {
  timeout: 180_000,
}, async () => {
  const slack = await webhookServer((response) => response.end("ok"));
  await using _slack = slack;
  const mail = await mailServer();
  await using _mail = mail;
  const channels = {
    SLACK_WEBHOOK_URL: slack.url,
    SMTP_URL: `smtp://127.0.0.1:${mail.port}?ignoreTLS=true`,
    ALERT_EMAIL_FROM: "nightgrid@example.com",
    ALERT_EMAIL_TO: "desk@example.com",
  };
  const rules = [
    rule("loses", "monte_carlo.p_loss > 0.0"),
    rule("falls", "monte_carlo.drawdown_p95 > 0.10"),
    rule("fades", "walk_forward.efficiency < 100.0"),
    rule("overfits", "cpcv.overfit_share >= 0.0"),
    rule("calm", "monte_carlo.p_ruin > 1.0"),
    rule("same", "monte_carlo.p_loss == previous.monte_carlo.p_loss"),
  ];
  project.write("dags/studied.yaml", DAG(rules.join("")));
  const first = await project.json("run", ["run", "studied"], channels);
  expect(Object.fromEntries(first.document.alerts.map(({ rule: name, kind }) => [name, kind]))).toEqual({
    fades: "fired",
    falls: "fired",
    loses: "fired",
    overfits: "fired",
    // There is no night before the first.
    same: "undecided",
  });
  const second = await project.json("run", ["run", "studied"], channels);
  expect(second.document.alerts.map(({ rule: name }) => name)).toContain("same");
  const subjects = (await mail.mails()).map((sent) => JSON.stringify(sent));
  for (const name of ["loses", "falls", "fades", "overfits", "same"]) {
    expect(
      subjects.some((text) => text.includes(name)),
      name,
    ).toBe(true);
  }
  expect(slack.calls.length).toBeGreaterThanOrEqual(5);
});

it.each([
  ["monte_carlo.p_los > 0.1", STUDIES, /p_loss/],
  ["walk_forward.eficiency < 0.5", STUDIES, /efficiency/],
  ["p_loss > 0.1", STUDIES, /monte_carlo\.p_loss/],
  ["cpcv.loss_share > 0.1", "  monte_carlo: {}", /reads cpcv, and the first backtest has none/],
])("%s is refused when the file is read, with what was meant", async (when, studies, said) => {
  project.write("dags/wrong.yaml", DAG(rule("wrong", when), studies));
  const { code, stdout, stderr } = await project.run(["validate", "dags/wrong.yaml"]);
  expect(code).not.toBe(0);
  expect(stdout + stderr).toMatch(said);
});
