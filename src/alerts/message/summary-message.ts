import { SEVERITIES, type Severity } from "../../core/names/alarms.ts";
import type { AlertKind } from "../../core/names/states.ts";
import type { AlertMessage, MessageRow } from "./alert-message.ts";
import { oneLine } from "./plain-text.ts";

/** A message that waited for the end of quiet hours. */
export interface HeldMessage {
  readonly message: AlertMessage;
  /** When it would have been sent. */
  readonly at: Date;
}

const MOST_ROWS = 20;
const LONGEST_TEXT = 200;

const WORDS: Readonly<Record<AlertKind, string>> = {
  fired: "Alert",
  undecided: "Undecided",
  recovered: "Recovered",
  notice: "Notice",
  summary: "Summary",
};

/**
 * One message for all that waited, in their order; of more than 20 the first 20, after what matters most, and how many more
 * there are.
 *
 * @param held at least one
 */
export function summaryMessage(held: readonly HeldMessage[]): AlertMessage {
  const counts = Object.entries(WORDS).flatMap(([kind, word]) => {
    const count = held.filter(({ message }) => message.kind === kind).length;
    return count === 0 ? [] : [`${count} × ${word.toLowerCase()}`];
  });
  const shown = held.length <= MOST_ROWS ? held : mostImportant(held);
  const more = held.length - shown.length;
  return {
    kind: "summary",
    title: `${held.length} ${held.length === 1 ? "message" : "messages"} from quiet hours`,
    text: `While it was quiet: ${counts.join(", ")}.`,
    rows: [
      ...shown.map(rowOf),
      ...(more === 0 ? [] : [{ label: "And", value: `${more} more: nightgrid alerts list` }]),
    ],
    advice: "See what is still open: nightgrid alerts list",
    tearsheet: null,
    about: {
      severity: highest(held),
      dag: theOne(held.map(({ message }) => message.about.dag)),
      run: theOne(held.map(({ message }) => message.about.run)),
      rule: null,
      subject: null,
      when: null,
      isExperiment: false,
    },
  };
}

function rowOf({ message, at }: HeldMessage): MessageRow {
  const { kind, title, text, about } = message;
  const weight = about.severity === "critical" ? " (critical)" : "";
  const time = at.toISOString().slice(0, 16).replace("T", " ");
  const line = oneLine(text);
  const cut = line.length <= LONGEST_TEXT ? line : `${line.slice(0, LONGEST_TEXT - 1).toWellFormed()}…`;
  return { label: `${WORDS[kind]}${weight}: ${title}`, value: `${time} UTC: ${cut}` };
}

function mostImportant(held: readonly HeldMessage[]): readonly HeldMessage[] {
  const chosen = new Set(held.toSorted((a, b) => rank(b) - rank(a)).slice(0, MOST_ROWS));
  return held.filter((one) => chosen.has(one));
}

function rank({ message }: HeldMessage): number {
  return SEVERITIES.indexOf(message.about.severity);
}

function highest(held: readonly HeldMessage[]): Severity {
  return SEVERITIES[Math.max(0, ...held.map(rank))] ?? "info";
}

function theOne(values: readonly (string | null)[]): string | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}
