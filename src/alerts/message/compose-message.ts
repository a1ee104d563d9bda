import type { Severity } from "../../core/names/alarms.ts";
import { policyOf } from "../../core/values/alert-policy.ts";
import { type Alarm, alarmKeyOf } from "../alarms/alarm.ts";
import type { AlertFacts } from "../alert-facts.ts";
import type { AlertRule } from "../../core/spec/alert-rule.ts";
import type { AlertOutcome } from "../rules/evaluate-rules.ts";
import { adviceFor } from "./advice.ts";
import type { AlertMessage, AlertMessageKind } from "./alert-message.ts";
import { messageRows, readText } from "./message-rows.ts";
import { oneLine, paragraph } from "./plain-text.ts";

/**
 * The message of a rule that fired, could not be decided, or recovered.
 *
 * @param rules all rules of the DAG: their limits are shown beside the values
 */
export function alertMessage(
  kind: AlertMessageKind,
  outcome: AlertOutcome,
  facts: AlertFacts,
  rules: readonly AlertRule[] = [outcome.rule],
): AlertMessage {
  return {
    kind,
    title: oneLine(`${outcome.rule.name} in ${facts.run.dag}`),
    text: oneLine(sentence(kind, outcome, facts)),
    rows: messageRows(facts, outcome.rule, rules),
    advice: adviceFor(kind, outcome, facts.run.id),
    tearsheet: tearsheetOf(facts),
    about: { ...aboutRun(facts), ...aboutRule(outcome.rule, facts) },
  };
}

function aboutRun({ run, isExperiment }: AlertFacts) {
  return { dag: oneLine(run.dag), run: run.id, isExperiment };
}

function aboutRule(rule: AlertRule, facts: AlertFacts) {
  const { subject } = alarmKeyOf(rule, facts);
  return { severity: policyOf(rule).severity, rule: rule.name, subject, when: oneLine(rule.when) };
}

/** Of an alarm that ends because its rule is in the DAG file no more: nobody knows whether the condition still holds. */
export function endedMessage(alarm: Alarm, facts: AlertFacts): AlertMessage {
  const { rule, subject, severity } = alarm;
  const of = subject === "run" ? "" : ` that reads ${subject}`;
  const rows = messageRows(facts, null, []).filter(({ label }) => label === "DAG" || label === "Run");
  return {
    kind: "recovered",
    title: oneLine(`${rule} in ${facts.run.dag}`),
    text: oneLine(`The DAG file has no rule ${rule}${of} any more: its alarm ends without being decided.`),
    rows,
    advice: "Nothing to do, unless the rule was taken out or renamed by mistake.",
    tearsheet: null,
    about: { ...aboutRun(facts), severity, rule, subject, when: null },
  };
}

/** A message in words of its own: of a user's callback, or of a deadline. */
export function noticeMessage(
  notice: { readonly title: string; readonly text: string; readonly severity: Severity },
  facts: AlertFacts,
): AlertMessage {
  const rows = messageRows(facts, null, []).filter((row) =>
    ["DAG", "Run", "Retried", "Period", "Cells"].includes(row.label),
  );
  return {
    kind: "notice",
    title: oneLine(notice.title),
    text: paragraph(notice.text),
    rows,
    advice: null,
    tearsheet: tearsheetOf(facts),
    about: { ...aboutRun(facts), severity: notice.severity, rule: null, subject: null, when: null },
  };
}

function tearsheetOf({ run }: AlertFacts): string | null {
  return run.tearsheet === null ? null : oneLine(run.tearsheet);
}

function sentence(kind: AlertMessageKind, { rule, reason }: AlertOutcome, facts: AlertFacts): string {
  const { forRuns, clearRuns, significant } = policyOf(rule);
  const read = readText(facts, rule);
  const values = read === "" ? "" : `: ${read}`;
  switch (kind) {
    case "fired":
      return `The rule ${rule.when} holds${forRuns > 1 ? `, as in ${forRuns} runs in a row` : ""}${significant ? ", and luck does not explain it (PSR, 95 %)" : ""}${values}.`;
    case "undecided":
      return `The rule ${rule.when} could not be decided: ${reason ?? "no reason is known"}.`;
    case "recovered":
      return `The rule ${rule.when} holds no longer${clearRuns > 1 ? `, in ${clearRuns} runs in a row` : ""}${values}.`;
  }
}
