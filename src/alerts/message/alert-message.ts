import type { AlertFacts, AlertRule } from "../alert-facts.ts";
import type { AlertOutcome } from "../rules/evaluate-rules.ts";
import { adviceFor } from "./advice.ts";
import { messageRows } from "./message-rows.ts";
import { oneLine, paragraph } from "./plain-text.ts";

export const MESSAGE_KINDS = ["fired", "undecided", "recovered", "notice"] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** One message, the same for every channel. Plain JSON: it waits in the outbox as such. Holds no control characters. */
export interface AlertMessage {
  readonly kind: MessageKind;
  /** One line. */
  readonly title: string;
  /** What happened; may have several lines in a notice. */
  readonly text: string;
  /** What a reader wants to know next, in this order. */
  readonly rows: readonly MessageRow[];
  /** What to do about it, one line; null in a notice. */
  readonly advice: string | null;
  /** Absolute path or URL of the tearsheet, null when the run has none. */
  readonly tearsheet: string | null;
}

export interface MessageRow {
  readonly label: string;
  readonly value: string;
}

/** `recovered`: the rule fired in the run before this one, and is quiet now. */
export type AlertMessageKind = Exclude<MessageKind, "notice">;

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
