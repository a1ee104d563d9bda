import { templateFile } from "./template-file.ts";
import type { AlertMessage } from "../message/alert-message.ts";
import { code, mrkdwn, plain } from "./slack-text.ts";
import { messageView, sampleView, type MessageView } from "./message-view.ts";

/** The body of a webhook call. */
export interface SlackPayload {
  /** Shown in notifications and by readers without blocks. */
  readonly text: string;
  readonly blocks: readonly Readonly<Record<string, unknown>>[];
}

/** Slack takes at most this many fields in one section. */
const FIELDS_PER_SECTION = 10;

const template = templateFile("slack/alert.hbs", {
  sample: slackView(sampleView()),
  escape: "helpers",
  helpers: { mrkdwn, plain, code },
});

/**
 * The message as Slack Block Kit. Every text is escaped for mrkdwn and cut to Slack's limits, so
 * that no name or error text of a user can mention a channel, break the JSON or be refused for its size.
 */
export function renderSlack(message: AlertMessage): SlackPayload {
  return JSON.parse(template(slackView(messageView(message)))) as SlackPayload;
}

function slackView(view: MessageView): Omit<MessageView, "rows"> & { readonly groups: readonly MessageView["rows"][] } {
  const { rows, ...rest } = view;
  const count = Math.ceil(rows.length / FIELDS_PER_SECTION);
  const groups = Array.from({ length: count }, (_, i) =>
    rows.slice(i * FIELDS_PER_SECTION, (i + 1) * FIELDS_PER_SECTION),
  );
  return { ...rest, groups };
}
