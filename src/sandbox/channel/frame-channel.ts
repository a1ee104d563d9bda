import type { Duplex } from "node:stream";
import { cloneFromBytes, cloneToBytes } from "./clone.ts";

/** Values on their way between two processes, one after the other. */
export interface FrameChannel {
  /** @throws DataCloneError for a function or something else that cannot cross over */
  send(value: unknown): void;
  /** Reads no further; what is sent meanwhile waits at the sender's. */
  pause(): void;
  resume(): void;
}

export interface FrameHearing {
  readonly write: (bytes: Uint8Array) => void;
  /** Longest frame that is read, in bytes. */
  readonly mostBytes: number;
  readonly hear: (value: unknown) => void;
  /** What came was no frame, or too long a one; nothing is read after it. */
  readonly broken: (problem: string) => void;
  readonly closed: () => void;
}

const HEADER_BYTES = 4;
const MOST_BYTES = 2 ** 32 - 1;

/**
 * Structured clone over a stream of bytes, each value behind its length. Node's own channel takes whatever comes on it
 * for its own protocol, and throws in the parent's event loop when it is not; here, what cannot be read is an event.
 */
export function frameChannel(stream: Duplex, hearing: FrameHearing): FrameChannel {
  const { mostBytes, hear, broken, closed, write } = hearing;
  let chunks: Uint8Array[] = [];
  let buffered = 0;
  let length: number | null = null;
  let isBroken = false;

  const taken = (bytes: number): Uint8Array => {
    // Memory of its own: columns of a value are views of it.
    const whole = new Uint8Array(bytes);
    let at = 0;
    while (at < bytes) {
      const [first = new Uint8Array(0), ...others] = chunks;
      const part = first.subarray(0, bytes - at);
      whole.set(part, at);
      at += part.length;
      chunks = part.length === first.length ? others : [first.subarray(part.length), ...others];
    }
    buffered -= bytes;
    return whole;
  };
  const fail = (problem: string): void => {
    isBroken = true;
    chunks = [];
    stream.pause();
    broken(problem);
  };
  const receive = (chunk: Uint8Array): void => {
    if (isBroken) return;
    chunks[chunks.length] = chunk;
    buffered += chunk.length;
    while (buffered >= (length ?? HEADER_BYTES)) {
      if (length === null) {
        length = new DataView(taken(HEADER_BYTES).buffer).getUint32(0, true);
        if (length > mostBytes) return fail(`a message of ${length} bytes, of which ${mostBytes} are allowed`);
        continue;
      }
      const frame = taken(length);
      length = null;
      let value: unknown;
      try {
        value = cloneFromBytes(frame);
      } catch {
        return fail("bytes that are no message");
      }
      hear(value);
    }
  };

  stream.on("data", receive);
  stream.on("error", () => undefined);
  stream.once("close", closed);
  return {
    send(value) {
      const body = cloneToBytes(value);
      if (body.length > MOST_BYTES) throw new RangeError(`A message of ${body.length} bytes is too long`);
      const header = new Uint8Array(HEADER_BYTES);
      new DataView(header.buffer).setUint32(0, body.length, true);
      write(header);
      write(body);
    },
    pause: () => void stream.pause(),
    resume: () => void (isBroken || stream.resume()),
  };
}
