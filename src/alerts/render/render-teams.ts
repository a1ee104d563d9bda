import type { AlertKind } from "../../core/names/states.ts";
import type { AlertMessage } from "../message/alert-message.ts";
import { messageView } from "./message-view.ts";

/** The body of a workflow's webhook. */
export interface TeamsPayload {
  readonly type: "message";
  readonly attachments: readonly [
    {
      readonly contentType: "application/vnd.microsoft.card.adaptive";
      readonly contentUrl: null;
      readonly content: Readonly<Record<string, unknown>>;
    },
  ];
}

/** Teams refuses messages above 28 KB; the rest of the card takes less than the difference. */
const MOST_BYTES = 24_000;
const LONGEST_TITLE = 250;
const LONGEST_TEXT = 2000;
const LONGEST_VALUE = 500;
const MOST_FACTS = 60;

const COLOURS: Readonly<Record<AlertKind, string>> = {
  fired: "Attention",
  undecided: "Warning",
  recovered: "Good",
  notice: "Accent",
  summary: "Accent",
};

/**
 * The message as an Adaptive Card 1.4, the version that every Teams client shows. Texts of users are escaped: what they hold
 * of Markdown is shown, and links and mentions are none.
 *
 * @see https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#adaptive-card
 */
export function renderTeams(message: AlertMessage): TeamsPayload {
  const { look, title, text, advice, tearsheetUrl, tearsheetPath } = messageView(message);
  const rows = tearsheetPath === null ? message.rows : [...message.rows, { label: "Tearsheet", value: tearsheetPath }];
  const action = { type: "Action.OpenUrl", title: "Open the tearsheet", url: tearsheetUrl };
  const content = {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.4",
    msteams: { width: "Full" },
    // What a phone shows before the card is opened.
    fallbackText: `${look.label}: ${cut(title, LONGEST_TITLE)}`,
    body: [
      {
        ...block(`${look.label}: ${title}`, LONGEST_TITLE),
        size: "Medium",
        weight: "Bolder",
        color: COLOURS[message.kind],
      },
      block(text, LONGEST_TEXT),
      { type: "FactSet", facts: factsOf(rows) },
      ...(advice === null ? [] : [{ ...block(advice, LONGEST_VALUE), isSubtle: true }]),
    ],
    ...(tearsheetUrl === null ? {} : { actions: [action] }),
  };
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", attachments: [{ contentType, contentUrl: null, content }] };
}

function block(text: string, limit: number) {
  return { type: "TextBlock", text: markdown(text, limit), wrap: true };
}

function factsOf(rows: AlertMessage["rows"]): readonly { readonly title: string; readonly value: string }[] {
  const facts: { readonly title: string; readonly value: string }[] = [];
  let bytes = 0;
  for (const { label, value } of rows) {
    const fact = { title: markdown(label, LONGEST_TITLE), value: markdown(value, LONGEST_VALUE) };
    bytes += Buffer.byteLength(JSON.stringify(fact));
    if (bytes > MOST_BYTES || facts.length === MOST_FACTS) {
      facts.push({ title: "And", value: `${rows.length - facts.length} more` });
      break;
    }
    facts.push(fact);
  }
  return facts;
}

/** Cut first: half an escape would show. A line of its own needs two line feeds. */
function markdown(text: string, limit: number): string {
  const escaped = cut(text, limit)
    .replaceAll(/[\\`*_{}[\]<>~|]/g, String.raw`\$&`)
    .replaceAll(/^(\s*\d*)([-+#.)])(?=\s)/gm, String.raw`$1\$2`);
  return escaped.replaceAll("\n", "\n\n");
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).toWellFormed()}…`;
}
