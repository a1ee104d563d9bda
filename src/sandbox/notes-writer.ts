import { writeSync } from "node:fs";
import { format } from "node:util";
import { type LineLevel, type Note, NOTES_FD } from "./messages.ts";

/** Further lines of one question are counted only. */
const MOST_LINES = 10_000;
/** Characters; the rest of a longer line is dropped. */
const LONGEST_LINE = 8_192;

/** Kept from before user code is loaded. */
const { stringify } = JSON;

export interface NotesWriter {
  note(note: Note): void;
  /** One line of output; bounded in number. @param unit null outside of any */
  line(level: LineLevel, text: string, unit: number | null): void;
  /** A new question may write lines again; says how many of the last one were dropped. */
  renew(): void;
}

/** Writes notes in the same instant: what was said before the process is ended has been said. */
export function notesWriter(): NotesWriter {
  let lines = 0;
  return {
    note: writeNote,
    line(level, text, unit) {
      lines++;
      if (lines <= MOST_LINES) writeNote({ kind: "line", unit, level, text: shortened(text) });
    },
    renew() {
      if (lines > MOST_LINES) {
        const text = `… and ${lines - MOST_LINES} further lines, which were dropped`;
        writeNote({ kind: "line", unit: null, level: "warn", text });
      }
      lines = 0;
    },
  };
}

/** Turns what is written to a stream into lines; what has no end yet waits for it, or for `flush`. */
export interface LineGatherer {
  add(text: string): void;
  flush(): void;
}

export function lineGatherer(emit: (line: string) => void): LineGatherer {
  let rest = "";
  const flush = (): void => {
    if (rest !== "") emit(rest);
    rest = "";
  };
  return {
    add(text) {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines) emit(line);
      if (rest.length > LONGEST_LINE) flush();
    },
    flush,
  };
}

/**
 * `console` and the two streams lead to `emit`, line by line.
 *
 * @returns emits what was written without an end of its line
 */
export function captureOutput(emit: (level: LineLevel, line: string) => void): () => void {
  const gatherers: LineGatherer[] = [];
  for (const [stream, level] of [
    [process.stdout, "info"],
    [process.stderr, "warn"],
  ] as const) {
    const gatherer = lineGatherer((line) => emit(level, line));
    gatherers.push(gatherer);
    const write = (chunk: unknown, ...rest: readonly (string | (() => void) | undefined)[]): boolean => {
      gatherer.add(typeof chunk === "string" ? chunk : Buffer.from(chunk as Uint8Array).toString("utf8"));
      const done = rest.find((argument) => typeof argument === "function");
      if (done !== undefined) queueMicrotask(done);
      return true;
    };
    stream.write = write;
  }
  for (const [method, level] of CONSOLE) {
    console[method] = (...parts: readonly unknown[]) => {
      for (const line of format(...parts).split("\n")) emit(level, line);
    };
  }
  return () => {
    for (const gatherer of gatherers) gatherer.flush();
  };
}

const CONSOLE = [
  ["log", "info"],
  ["info", "info"],
  ["debug", "debug"],
  ["warn", "warn"],
  ["error", "error"],
  ["trace", "warn"],
] as const satisfies readonly (readonly [keyof Console, LineLevel])[];

function writeNote(note: Note): void {
  writeWhole(`${jsonOf(note)}\n`);
}

function shortened(text: string): string {
  return text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE)}… (${text.length} characters)`;
}

function jsonOf(note: Note): string {
  try {
    return stringify(note);
  } catch (error) {
    // Fields with a circle, a bigint or a throwing toJSON.
    return stringify({ ...note, fields: { unreadable: String(error) } });
  }
}

/** A pipe takes what it has room for. */
function writeWhole(text: string): void {
  const bytes = Buffer.from(text);
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(NOTES_FD, bytes, sent);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return;
    }
  }
}
