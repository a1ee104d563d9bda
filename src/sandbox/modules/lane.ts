/** Work of which only so much goes on at a time; the rest waits in its order. */
export interface Lane {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Lets in whoever may go on by now. */
  look(): void;
  isWaitedFor(): boolean;
}

/**
 * @param places works at a time
 * @param mustWait nobody is let in while it says so
 */
export function lane(places: number, mustWait: () => boolean = () => false): Lane {
  const waiting: (() => void)[] = [];
  let busy = 0;
  const look = (): void => {
    while (busy < places && !mustWait()) {
      const next = waiting.shift();
      if (next === undefined) return;
      busy++;
      next();
    }
  };
  return {
    look,
    isWaitedFor: () => waiting.length > 0,
    async run(work) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        look();
      });
      try {
        return await work();
      } finally {
        busy--;
        look();
      }
    },
  };
}
