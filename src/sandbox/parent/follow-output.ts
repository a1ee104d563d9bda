import type { Readable } from "node:stream";
import type { Note } from "../messages.ts";
import { parsedNote } from "../channel/parse-message.ts";
import { lineGatherer, LONGEST_NOTE } from "../child/notes-writer.ts";

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
/** Raw lines of one process, past which they are read slowly and forgotten. */
const MOST_RAW_LINES = 10_000;
const SLOW_MS = 20;

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
  let isOver = false;
  for (const [index, stream] of [stdout, stderr].entries()) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      gatherers[index]?.add(text);
      if (rawLines <= MOST_RAW_LINES || isOver) return;
      // A program that prints without an end would otherwise take all of this process's time.
      stream.pause();
      setTimeout(() => stream.resume(), SLOW_MS).unref();
    });
  }
  notes.setEncoding("utf8").on("data", noteLines);
  const closed = Promise.all(
    streams.map((stream) => new Promise<void>((resolve) => stream.once("close", resolve).on("error", () => undefined))),
  );
  return {
    async drained() {
      isOver = true;
      for (const stream of streams) stream.resume();
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
    const [first = "", ...others] = text.split("\n");
    const lines = [rest + first, ...others];
    rest = lines.pop() ?? "";
    // No note begins like this: it is dropped at the end of its line.
    if (rest.length > LONGEST_NOTE) rest = "…";
    for (const line of lines) {
      const note = line === "" ? null : parsedNote(line);
      if (note !== null) hear(note);
    }
  };
}

/** Pipes of a process are sockets, which can be let go of. */
function hold(streams: readonly Readable[], act: "ref" | "unref"): void {
  for (const stream of streams) if (act in stream) (stream as Readable & Record<typeof act, () => void>)[act]();
}
