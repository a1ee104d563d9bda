import type { AlertMessage } from "../message/alert-message.ts";

/** What the webhook is sent, as docs/alerts.md has it. Fields are added to a version, never taken away or changed. */
export interface WebhookPayload {
  readonly version: 1;
  /** As in the header `Idempotency-Key`. */
  readonly id: string;
  readonly kind: AlertMessage["kind"];
  readonly severity: string;
  /** The same for all messages of one alarm, from the first to its recovery; null in notices and summaries. */
  readonly alarm: string | null;
  readonly dag: string | null;
  readonly run: string | null;
  readonly rule: string | null;
  readonly subject: string | null;
  readonly when: string | null;
  readonly experiment: boolean;
  readonly title: string;
  readonly text: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly advice: string | null;
  readonly tearsheet: string | null;
}

export function renderWebhook(message: AlertMessage, id: string): WebhookPayload {
  const { kind, title, text, rows, advice, tearsheet, about } = message;
  const { severity, dag, run, rule, subject, when, isExperiment: experiment } = about;
  const alarm = dag === null || rule === null ? null : `${dag}/${rule}${subject === null ? "" : `/${subject}`}`;
  const source = { alarm, dag, run, rule, subject, when, experiment };
  return { version: 1, id, kind, severity, ...source, title, text, facts: rows, advice, tearsheet };
}
