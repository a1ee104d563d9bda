import type { AlertMessage } from "../message/alert-message.ts";
import { sampleMessage } from "../sample-message.ts";
import { lookOf, type MessageLook } from "./message-look.ts";

/** What all templates of a message are given. */
export interface MessageView {
  readonly look: MessageLook;
  readonly title: string;
  readonly text: string;
  readonly rows: AlertMessage["rows"];
  readonly advice: string | null;
  /** One of the two at most; the other is null. */
  readonly tearsheetUrl: string | null;
  readonly tearsheetPath: string | null;
}

export function messageView(message: AlertMessage): MessageView {
  const url = webUrl(message.tearsheet);
  return {
    look: lookOf(message),
    title: message.title,
    text: message.text,
    rows: message.rows,
    advice: message.advice,
    tearsheetUrl: url,
    tearsheetPath: url === null ? message.tearsheet : null,
  };
}

/** A view that templates are checked against. */
export function sampleView(): MessageView {
  return messageView(sampleMessage());
}

/** The normalised address, null for a path and for any other scheme: a message must not carry `javascript:`. */
function webUrl(text: string | null): string | null {
  if (text === null || !/^https?:/i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).href.replaceAll("|", "%7C");
}
