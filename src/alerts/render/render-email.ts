import type { AlertMessage } from "../message/alert-message.ts";
import { oneLine } from "../message/plain-text.ts";
import { messageView, sampleView } from "./message-view.ts";
import { templateFile } from "./template-file.ts";

export interface RenderedEmail {
  /** One line without control characters, at most 200 characters. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const SUBJECT_LIMIT = 200;

const subject = templateFile("email/alert.subject.hbs", { sample: sampleView(), escape: "none" });
const text = templateFile("email/alert.text.hbs", { sample: sampleView(), escape: "none" });
const html = templateFile("email/alert.html.hbs", { sample: sampleView(), escape: "html" });

/** The message as an e-mail in two forms with the same content. */
export function renderEmail(message: AlertMessage): RenderedEmail {
  const view = messageView(message);
  return { subject: shortened(oneLine(subject(view))), text: text(view), html: html(view) };
}

function shortened(line: string): string {
  const signs = Array.from(line);
  return signs.length <= SUBJECT_LIMIT ? line : `${signs.slice(0, SUBJECT_LIMIT - 1).join("")}…`;
}
