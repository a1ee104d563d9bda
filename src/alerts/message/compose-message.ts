import type { AlertFacts } from "../alert-facts.ts";
import type { AlertRule } from "../../core/spec/alert-rule.ts";
import type { AlertOutcome } from "../rules/evaluate-rules.ts";
import { adviceFor } from "./advice.ts";
import type { AlertMessage, AlertMessageKind } from "./alert-message.ts";
import { messageRows } from "./message-rows.ts";
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
    text: oneLine(sentence(kind, outcome)),
    rows: messageRows(facts, outcome.rule, rules),
    advice: adviceFor(kind, outcome.rule, facts.run.id),
    tearsheet: tearsheetOf(facts),
  };
}

/** A message of the user's own words, sent by the `notify` callback. */
export function noticeMessage(
  notice: { readonly title: string; readonly text: string },
  facts: AlertFacts,
): AlertMessage {
  const rows = messageRows(facts, null, []).filter((row) => ["DAG", "Run", "Period", "Cells"].includes(row.label));
  return {
    kind: "notice",
    title: oneLine(notice.title),
    text: paragraph(notice.text),
    rows,
    advice: null,
    tearsheet: tearsheetOf(facts),
  };
}

function tearsheetOf({ run }: AlertFacts): string | null {
  return run.tearsheet === null ? null : oneLine(run.tearsheet);
}

function sentence(kind: AlertMessageKind, { rule, reason }: AlertOutcome): string {
  switch (kind) {
    case "fired":
      return `The rule ${rule.when} holds.`;
    case "undecided":
      return `The rule ${rule.when} could not be decided: ${reason ?? "no reason is known"}.`;
    case "recovered":
      return `The rule ${rule.when} held in the run before and holds no longer.`;
  }
}
