import { StringDecoder } from "node:string_decoder";
import { format } from "node:util";
import { writeWhole } from "../channel/write-whole.ts";
import { type LineLevel, type Note, NOTES_FD } from "../messages.ts";

/** Further lines of one question are counted only. */
const MOST_LINES = 10_000;
/** Characters; the rest of a longer line is dropped. */
const LONGEST_LINE = 8_192;

/** Characters of the JSON of a note. */
export const LONGEST_NOTE = 1024 * 1024;

/** Kept from before user code is loaded. */
const { stringify } = JSON;
const bytesOf = Buffer.from.bind(Buffer) as (text: string) => Buffer;

export interface NotesWriter {
  note(note: Note): void;
  /** One line of output; bounded in number. @param unit null outside of any */
  line(level: LineLevel, text: string, unit: number | null): void;
  /** One call of the context's `log`; counts as a line. */
  log(level: LineLevel, text: string, fields: Readonly<Record<string, unknown>>): void;
  /** At the end of a question: says how many of its lines were dropped. The next may write as many again. */
  endLines(): void;
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
    log(level, text, fields) {
      lines++;
      if (lines <= MOST_LINES) writeNote({ kind: "log", level, text: shortened(text), fields });
    },
    endLines() {
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
    // A chunk may end in the middle of a character.
    const decoder = new StringDecoder("utf8");
    gatherers.push(gatherer);
    const write = (chunk: unknown, ...rest: readonly (string | (() => void) | undefined)[]): boolean => {
      gatherer.add(typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk as Uint8Array)));
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
  // User code may have written to the descriptor, without an end of its line.
  writeWhole(NOTES_FD, bytesOf(`\n${jsonOf(note)}\n`));
}

function shortened(text: string): string {
  return text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE)}… (${text.length} characters)`;
}

function jsonOf(note: Note): string {
  try {
    const json = stringify(note);
    return json.length <= LONGEST_NOTE
      ? json
      : stringify({ ...note, fields: { left_out: `${json.length} characters` } });
  } catch (error) {
    // Fields with a circle, a bigint or a throwing toJSON.
    return stringify({ ...note, fields: { unreadable: String(error) } });
  }
}
