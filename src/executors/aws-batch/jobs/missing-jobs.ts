/**
 * Whether jobs that AWS did not name are gone: its lists lag behind what it has taken on, so one look is no proof. Asked of the
 * same job a second time, at least `pauseMs` after the first, the answer is yes.
 */
export interface MissingJobs {
  isGone(key: string): boolean;
  /** It was seen after all. */
  forget(key: string): void;
}

const MOST_REMEMBERED = 10_000;

export function createMissingJobs(pauseMs: number, now: () => number = () => performance.now()): MissingJobs {
  const firstMissedAt = new Map<string, number>();
  return {
    isGone(key) {
      const first = firstMissedAt.get(key);
      if (first !== undefined) return now() - first >= pauseMs;
      if (firstMissedAt.size >= MOST_REMEMBERED) firstMissedAt.clear();
      firstMissedAt.set(key, now());
      return false;
    },
    forget: (key) => void firstMissedAt.delete(key),
  };
}
