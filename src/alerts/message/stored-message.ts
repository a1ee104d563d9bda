import { NOTICE_SEVERITY, SEVERITIES } from "../../core/names/alarms.ts";
import { type Document, isMap, lackIn } from "../../core/values/document-shape.ts";
import { DEFAULT_POLICY } from "../../core/values/alert-policy.ts";
import { ALERT_KINDS, type AlertKind } from "../../core/names/states.ts";
import type { AlertMessage, MessageSubject } from "./alert-message.ts";

/** Rises with every change of AlertMessage that a reader of older messages has to know; `UPGRADES` says what to make of those. */
const VERSION = 1;

/** From a version to the next one. */
const UPGRADES: ReadonlyMap<number, (message: Document, record: MessageRecord) => Document> = new Map([
  [0, withSubject],
]);

const MESSAGE = {
  kind: "string",
  title: "string",
  text: "string",
  rows: "list",
  advice: "string or null",
  tearsheet: "string or null",
  about: "map",
} as const;
const ROW = { label: "string", value: "string" } as const;
const ABOUT = {
  severity: "string",
  dag: "string or null",
  run: "string or null",
  rule: "string or null",
  subject: "string or null",
  when: "string or null",
  isExperiment: "boolean",
} as const;

/** A message in the form in which it waits in the outbox. */
export function storedMessage(message: AlertMessage): Document {
  return { version: VERSION, ...message };
}

/** What the outbox knows of a message without reading it. */
export interface MessageRecord {
  readonly runId: string;
  readonly rule: string;
  readonly kind: AlertKind;
  readonly message: unknown;
}

/**
 * A stored message as this version of Nightgrid knows it. One that it cannot read (a newer version has written it) becomes a
 * message that says so: a message that is lost without a word would look like health.
 */
export function readStoredMessage(record: MessageRecord): AlertMessage {
  const { message: stored } = record;
  if (!isMap(stored)) return unreadable(record, "it is no message");
  const { version: found = 0, ...rest } = stored;
  if (typeof found !== "number" || found > VERSION) {
    return unreadable(record, `it has the format ${JSON.stringify(found)}, and this one reads up to ${VERSION}`);
  }
  let document: Document = rest;
  for (let version = found; version < VERSION; version++)
    document = UPGRADES.get(version)?.(document, record) ?? document;
  const lack = lackOf(document);
  return lack === null ? (document as unknown as AlertMessage) : unreadable(record, `${lack} is not what it should be`);
}

function lackOf(document: Document): string | null {
  const own = lackIn(document, MESSAGE);
  if (own !== null) return own;
  if (!isOneOf(ALERT_KINDS, document["kind"])) return "kind";
  const about = isMap(document["about"]) ? document["about"] : {};
  const lack = lackIn(about, ABOUT, "about.");
  if (lack !== null) return lack;
  if (!isOneOf(SEVERITIES, about["severity"])) return "about.severity";
  for (const [i, row] of (document["rows"] as readonly unknown[]).entries()) {
    const rowLack = isMap(row) ? lackIn(row, ROW, `rows[${i}].`) : `rows[${i}]`;
    if (rowLack !== null) return rowLack;
  }
  return null;
}

function isOneOf(known: readonly string[], value: unknown): boolean {
  return typeof value === "string" && known.includes(value);
}

/** Before there were alarms a message said what it is about in its rows alone. */
function withSubject(message: Document, { kind, rule, runId }: MessageRecord): Document {
  const isNotice = kind === "notice";
  const about: MessageSubject = {
    severity: isNotice ? NOTICE_SEVERITY : DEFAULT_POLICY.severity,
    dag: valueOf(message["rows"], "DAG"),
    run: runId,
    rule: isNotice ? null : rule,
    subject: null,
    when: null,
    isExperiment: false,
  };
  return { ...message, about };
}

function valueOf(rows: unknown, label: string): string | null {
  const row: unknown = Array.isArray(rows) ? rows.find((each) => isMap(each) && each["label"] === label) : undefined;
  return isMap(row) && typeof row["value"] === "string" ? row["value"] : null;
}

function unreadable({ runId, rule, kind }: MessageRecord, why: string): AlertMessage {
  return {
    kind,
    title: rule,
    text: `This message was stored by another version of Nightgrid and cannot be read: ${why}.`,
    rows: [{ label: "Run", value: runId }],
    advice: `Use the newest Nightgrid on every host, and read what happened: nightgrid show ${runId}`,
    tearsheet: null,
    about: {
      severity: DEFAULT_POLICY.severity,
      dag: null,
      run: runId,
      rule: null,
      subject: null,
      when: null,
      isExperiment: false,
    },
  };
}
