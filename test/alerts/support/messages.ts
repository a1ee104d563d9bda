import { newAlarm } from "../../../src/alerts/alarms/alarm.ts";
import type { AlertFacts } from "../../../src/alerts/alert-facts.ts";
import type { AlertRule } from "../../../src/core/spec/alert-rule.ts";
import type { AlertMessage } from "../../../src/alerts/message/alert-message.ts";
import { alertMessage, endedMessage, noticeMessage } from "../../../src/alerts/message/compose-message.ts";
import { summaryMessage } from "../../../src/alerts/message/summary-message.ts";
import { sampleFacts } from "../../../src/alerts/sample-facts.ts";
import { factsWith, factsWithout, rule } from "./facts.ts";

/** What a user, or an exception, may have written. */
const HOSTILE =
  '<!channel> <https://evil.example|click> & "quotes" \\ `code` *bold*\r\nBcc: all@example.com\u001b[31m\u202e';

export const rules: readonly AlertRule[] = [
  rule("best.sharpe < 0.5", "low_sharpe"),
  rule("best.max_drawdown > 0.20", "deep_drawdown"),
];
export const [lowSharpe = rule("false")] = rules;

const RUN_MESSAGES = {
  fired: alertMessage("fired", outcome(lowSharpe), withTearsheet("https://runs.example/t?run=1&best=2"), rules),
  undecided: alertMessage(
    "undecided",
    { rule: lowSharpe, verdict: "undecided", reason: "sharpe is undefined: no_trades" },
    factsWithout("sharpe", "no_trades"),
    rules,
  ),
  recovered: alertMessage("recovered", outcome(lowSharpe), factsWith({ sharpe: 0.5004 }), rules),
  failed: alertMessage("fired", outcome(rule('run.state == "failed"', "run_failed")), failedRun(), rules),
  notice: noticeMessage(
    { title: "Nightly is done", text: "Best 1.2\nSecond 1.1", severity: "info" },
    withTearsheet("/srv/run/tearsheet.html"),
  ),
  rolled_up: alertMessage("fired", outcome({ ...rule("cells.failed > 0", "broken_cells"), severity: "critical" }), {
    ...sampleFacts(),
    cells: { total: 5000, succeeded: 4500, cached: 0, failed: 500 },
    causes: [
      { backtest: "backtest", cells: 480, cell: 7, message: "the window of 7 bars is longer than the data" },
      { backtest: "backtest", cells: 20, cell: 12, message: HOSTILE },
    ],
  }),
  compared: alertMessage("fired", outcome(rule("best.sharpe < previous.best.sharpe - 0.3", "worse")), sampleFacts()),
  hostile: alertMessage("fired", outcome(rule(`run.reason == "${HOSTILE}"`, HOSTILE)), {
    ...sampleFacts(),
    run: { ...sampleFacts().run, dag: HOSTILE, reason: HOSTILE, tearsheet: `/tmp/${HOSTILE}` },
  }),
} satisfies Readonly<Record<string, AlertMessage>>;

function summary(): AlertMessage {
  const { fired, recovered, hostile } = RUN_MESSAGES;
  const held = [fired, recovered, hostile];
  return summaryMessage(held.map((message, i) => ({ message, at: new Date(Date.UTC(2026, 1, 10, 3 + i)) })));
}

/** One of each kind and of each shape, by name. */
export const MESSAGES: Readonly<Record<string, AlertMessage>> = {
  ...RUN_MESSAGES,
  ended: endedMessage(newAlarm({ rule: "old_name", subject: "backtest" }, "critical"), sampleFacts()),
  summary: summary(),
};

export function outcome(of: AlertRule) {
  return { rule: of, verdict: "fired", reason: null } as const;
}

export function withTearsheet(tearsheet: string): AlertFacts {
  return { ...sampleFacts(), run: { ...sampleFacts().run, tearsheet } };
}

export function messageNamed(name: string): AlertMessage {
  const message = MESSAGES[name];
  if (message === undefined) throw new Error(`there is no message ${name}`);
  return message;
}

/** A run that was stopped by a callback before its backtests. */
function failedRun(): AlertFacts {
  const reason = "check_data: backtest: SPX has 3 bars, fewer than min_bars 250";
  const run = { ...sampleFacts().run, state: "failed", reason, period_start: null, period_end: null } as const;
  const cells = { total: 0, succeeded: 0, cached: 0, failed: 0 };
  return { ...sampleFacts(), run, backtest: null, best: null, judgement: null, cells };
}
