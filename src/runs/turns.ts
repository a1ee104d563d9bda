/** Lets so many do something at a time; the others wait in the order in which they came. */
export interface Turns {
  take<T>(work: () => Promise<T>): Promise<T>;
  /** From now on nobody waits. */
  open(): void;
}

export function createTurns(size: number): Turns {
  const waiting: (() => void)[] = [];
  let free = size;
  let isOpen = false;
  return {
    async take(work) {
      if (free > 0 || isOpen) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        // A turn is handed on, so that none who comes in between takes it.
        if (next === undefined) free++;
        else next();
      }
    },
    open() {
      isOpen = true;
      for (const next of waiting.splice(0)) {
        free--;
        next();
      }
    },
  };
}
