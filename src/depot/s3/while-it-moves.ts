import type { Readable } from "node:stream";

/**
 * The pieces of an answer. One that stalls would be waited for without an end: its client's time-out ends with the headers.
 * The time in which nobody asks for the next piece does not count.
 *
 * @throws Error, named as a time-out is, when a piece takes longer than `stallMs`
 */
export async function* whileItMoves(body: Readable, stallMs: number): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const timer = setTimeout(() => body.destroy(stalled(stallMs)), stallMs);
      const next = await pieces.next().finally(() => clearTimeout(timer));
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    body.destroy();
  }
}

function stalled(stallMs: number): Error {
  return Object.assign(new Error(`Nothing came for ${stallMs} ms`), { name: "TimeoutError" });
}
