import type { ErrorCode } from "../../core/errors/error-codes.ts";
import type { MapEntry, Place, SourceNode } from "../yaml/source-tree.ts";

export type Severity = "error" | "warning";

/** What a pass of the factory finds: a fact, an act, and a place. Passes collect these and never throw. */
export interface Problem {
  readonly severity: Severity;
  readonly code: ErrorCode;
  /** States the fact. */
  readonly message: string;
  /** States the act; null when the message says it all. */
  readonly hint: string | null;
  readonly place: Place | null;
  /** Path of the value in its own file. */
  readonly path: string;
  /** Path of the key that an unknown one was most likely meant to be. */
  readonly meant: string | null;
  /** A name that is not known and like none that is. */
  readonly stranger: string | null;
}

export interface Finding {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string | null;
  readonly severity?: Severity;
  /** See `Problem`. */
  readonly meant?: string | null;
  /** See `Problem`. */
  readonly stranger?: string | null;
}

/** At a value. */
export function problemAt(node: SourceNode, finding: Finding): Problem {
  return problemIn(node.place, node.path, finding);
}

/** At the key of a value. */
export function problemAtKey(entry: MapEntry, finding: Finding): Problem {
  return problemIn(entry.keyPlace, entry.value.path, finding);
}

export function problemIn(place: Place | null, path: string, finding: Finding): Problem {
  const { code, message, hint = null, severity = "error", meant = null, stranger = null } = finding;
  return { severity, code, message, hint, place, path, meant, stranger };
}

/** Others' messages may begin small and lack the full stop. */
export function asSentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
