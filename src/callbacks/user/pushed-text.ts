/** Text that comes in pieces from one side and is read at its own pace on the other. */
export interface PushedText extends AsyncIterable<string> {
  /** Resolves when the piece has been taken. */
  push(chunk: string): Promise<void>;
  end(): void;
  /** Thrown at the reader. */
  fail(reason: Error): void;
}

interface Piece {
  readonly chunk: string;
  readonly taken: () => void;
}

export function pushedText(): PushedText {
  const pieces: Piece[] = [];
  let isEnded = false;
  let failure: Error | null = null;
  let wake: (() => void) | undefined;
  return {
    push(chunk) {
      return new Promise((taken) => {
        pieces.push({ chunk, taken });
        wake?.();
      });
    },
    end() {
      isEnded = true;
      wake?.();
    },
    fail(reason) {
      failure = reason;
      wake?.();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (failure !== null) throw failure;
        const piece = pieces.shift();
        if (piece !== undefined) {
          yield piece.chunk;
          piece.taken();
        } else if (isEnded) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}
