import {
  DEATH_CAUSES,
  type Failure,
  type FromUserProcess,
  LINE_LEVELS,
  type LineLevel,
  type Note,
} from "../messages.ts";
import type { Parcel } from "../parcel/parcel.ts";

/** Characters of a text that a process sends; the rest is dropped. */
const LONGEST_TEXT = 20_000;

type Fields = Readonly<Record<string, unknown>>;

/** User code can write to the channel too. @returns null for what is no message */
export function parsedMessage(value: unknown): FromUserProcess | null {
  if (!isRecord(value)) return null;
  const { kind, id } = value;
  if (kind === "ready") return { kind };
  if (!isCount(id)) return null;
  if (kind === "answer") {
    const parcel = parsedParcel(value["value"]);
    return parcel === null ? null : { kind, id, value: parcel };
  }
  if (kind === "failed") {
    const failure = parsedFailure(value["failure"]);
    return failure === null ? null : { kind, id, failure };
  }
  const { call, service, input } = value;
  return kind === "call" && isCount(call) && typeof service === "string" && Array.isArray(input)
    ? { kind, id, call, service, input: input as readonly unknown[] }
    : null;
}

/** User code can write to the descriptor too. @returns null for what is no note */
export function parsedNote(line: string): Note | null {
  let note: unknown;
  try {
    note = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isRecord(note)) return null;
  switch (note["kind"]) {
    case "line":
      return parsedLine(note);
    case "log": {
      const line = parsedLine({ ...note, unit: null });
      const { fields } = note;
      return line !== null && isRecord(fields) ? { kind: "log", level: line.level, text: line.text, fields } : null;
    }
    case "end":
      return isCount(note["id"]) ? { kind: "end", id: note["id"] } : null;
    case "beat":
      return isCount(note["asked"]) ? { kind: "beat", asked: note["asked"] } : null;
    case "death":
      return parsedDeath(note);
    default:
      return null;
  }
}

function parsedLine({ unit, level, text }: Fields): Extract<Note, { kind: "line" }> | null {
  const known = LINE_LEVELS.find((one): one is LineLevel => one === level);
  return known !== undefined && typeof text === "string" && (unit === null || isCount(unit))
    ? { kind: "line", unit, level: known, text: bounded(text) }
    : null;
}

function parsedDeath({ cause, unit, asked, failure }: Fields): Note | null {
  const known = DEATH_CAUSES.find((one) => one === cause);
  const told = parsedFailure(failure);
  return known !== undefined && told !== null && (unit === null || isCount(unit)) && isCount(asked)
    ? { kind: "death", cause: known, unit, asked, failure: told }
    : null;
}

function parsedFailure(value: unknown): Failure | null {
  if (!isRecord(value)) return null;
  const { code, message, hint, place, stack } = value;
  if (!isTextOrNull(code) || !isTextOrNull(hint) || !isTextOrNull(place)) return null;
  if (typeof message !== "string" || typeof stack !== "string") return null;
  return { code, message: bounded(message), hint, place, stack: bounded(stack) };
}

function parsedParcel(value: unknown): Parcel | null {
  if (!isRecord(value)) return null;
  const { body, columnBytes } = value;
  return body instanceof Uint8Array && isCount(columnBytes) ? { body, columnBytes } : null;
}

function bounded(text: string): string {
  return text.length <= LONGEST_TEXT ? text : text.slice(0, LONGEST_TEXT);
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}
