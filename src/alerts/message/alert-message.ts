import type { Severity } from "../../core/names/alarms.ts";
import type { AlertKind } from "../../core/names/states.ts";

/** One message, the same for every channel. Plain JSON (`storedMessage`). Holds no control characters. */
export interface AlertMessage {
  readonly kind: AlertKind;
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
  readonly about: MessageSubject;
}

/** What a message is about, for programs that receive it. */
export interface MessageSubject {
  /** Also whether quiet hours hold it. */
  readonly severity: Severity;
  /** Null in a summary of several DAGs. */
  readonly dag: string | null;
  readonly run: string | null;
  /** Null in notices and summaries. */
  readonly rule: string | null;
  /** The backtest that the rule reads, or `run`. */
  readonly subject: string | null;
  readonly when: string | null;
  readonly isExperiment: boolean;
}

export interface MessageRow {
  readonly label: string;
  readonly value: string;
}

/** `recovered`: the rule fired in the run before this one, and is quiet now. */
export type AlertMessageKind = Exclude<AlertKind, "notice" | "summary">;
