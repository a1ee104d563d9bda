/** Time that code of users works by itself: it stands still while it waits for something of ours. */
export interface WorkClock {
  /** Does what was asked for while the clock stands still; it begins anew afterwards. */
  without<T>(work: () => Promise<T>): Promise<T>;
  stop(): void;
}

/** @param onOverdue is called once, when it has worked for `limitMs` without asking for anything */
export function workClock(limitMs: number, onOverdue: () => void): WorkClock {
  let waiting = 0;
  let isStopped = false;
  let timer = setTimeout(onOverdue, limitMs);
  return {
    async without(work) {
      waiting++;
      clearTimeout(timer);
      try {
        return await work();
      } finally {
        waiting--;
        if (waiting === 0 && !isStopped) timer = setTimeout(onOverdue, limitMs);
      }
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
