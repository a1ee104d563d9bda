import type { Readable } from "node:stream";
import type { Note } from "../messages.ts";
import { lineGatherer } from "../child/notes-writer.ts";

export interface OutputFollower {
  /** Resolves when the notes have ended; the process is over. */
  drained(): Promise<void>;
  /** What the process itself said last, outside of user code's own output. */
  lastLines(): string;
  ref(): void;
  unref(): void;
}

/** A grandchild may hold a pipe open for ever. */
const LONGEST_DRAIN_MS = 250;
const KEPT = 4096;
/** Raw lines of one process, past which they are read and forgotten. */
const MOST_RAW_LINES = 10_000;

/**
 * Reads a process's notes, and what comes past them: output of programs that user code starts, and of the runtime itself.
 *
 * @param streams stdout, stderr, notes
 */
export function followOutput(
  [stdout, stderr, notes]: readonly [Readable | null, Readable | null, Readable],
  hear: (note: Note) => void,
): OutputFollower {
  let last = "";
  let rawLines = 0;
  const raw = (level: "info" | "warn") =>
    lineGatherer((text) => {
      last = `${last}\n${text}`.slice(-KEPT);
      rawLines++;
      if (rawLines <= MOST_RAW_LINES) hear({ kind: "line", unit: null, level, text });
    });
  const noteLines = noteReader(hear);
  const streams = [stdout, stderr, notes].filter((stream) => stream !== null);
  const gatherers = [raw("info"), raw("warn")];
  stdout?.setEncoding("utf8").on("data", (text: string) => gatherers[0]?.add(text));
  stderr?.setEncoding("utf8").on("data", (text: string) => gatherers[1]?.add(text));
  notes.setEncoding("utf8").on("data", noteLines);
  const closed = Promise.all(
    streams.map((stream) => new Promise<void>((resolve) => stream.once("close", resolve).on("error", () => undefined))),
  );
  return {
    async drained() {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, LONGEST_DRAIN_MS);
      await Promise.race([closed, promise]);
      clearTimeout(timer);
      for (const gatherer of gatherers) gatherer.flush();
      for (const stream of streams) stream.destroy();
    },
    lastLines: () => last,
    ref: () => hold(streams, "ref"),
    unref: () => hold(streams, "unref"),
  };
}

/** Notes may be longer than any line that is shown. */
function noteReader(hear: (note: Note) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const note = parsedNote(line);
      if (note !== null) hear(note);
    }
  };
}

/** User code can write to the descriptor too; what is no note is dropped. */
function parsedNote(line: string): Note | null {
  try {
    const note = JSON.parse(line) as Note | null;
    return note !== null && typeof note === "object" && ["line", "log", "end", "death"].includes(note.kind)
      ? note
      : null;
  } catch {
    return null;
  }
}

/** Pipes of a process are sockets, which can be let go of. */
function hold(streams: readonly Readable[], act: "ref" | "unref"): void {
  for (const stream of streams) if (act in stream) (stream as Readable & Record<typeof act, () => void>)[act]();
}
