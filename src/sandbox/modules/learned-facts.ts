import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { randomUUID } from "node:crypto";

/** What was learned of modules by loading them, by the hash of their content. */
export interface LearnedFacts<T> {
  /**
   * What is known, else what `learn` finds out. What it throws is remembered for a minute, and twice as long each time it is
   * thrown again, up to an hour: it may be the fault of the machine (a package that is missing, too much work) and not of the module.
   */
  recall(key: string, learn: () => Promise<T>): Promise<T>;
}

export interface FactsOptions<T> {
  /** Whether a fact outlives the process. Default: each does. */
  readonly isLasting?: (fact: T) => boolean;
  /** Milliseconds, ever growing. Default: the process's own. */
  readonly now?: () => number;
}

interface Known<T> {
  readonly fact: Promise<T>;
  /** Of `now`, past which a failure is forgotten; null for what is not known to have failed. */
  forgetAt: number | null;
  readonly failures: number;
}

/** How long a failure is remembered, in milliseconds. */
export const FIRST_FAILURE_MS = 60_000;
const LONGEST_FAILURE_MS = 3_600_000;

/** Past this many, what was learned first is forgotten and read again. */
const MOST = 5_000;

/**
 * Facts outlive the process in a folder of one file each. Without the folder (a full disk, no right to write) everything is
 * only learned again.
 *
 * @param parse a fact from its file; null for one that an older version wrote
 */
export function learnedFacts<T extends object>(
  folder: string,
  parse: (value: unknown) => T | null,
  { isLasting = () => true, now = () => performance.now() }: FactsOptions<T> = {},
): LearnedFacts<T> {
  const known = new Map<string, Known<T>>();
  const learnNew = async (key: string, learn: () => Promise<T>): Promise<T> => {
    const file = path.join(folder, `${key}.json`);
    const kept = await read(file, parse);
    if (kept !== null) return kept;
    const fact = await learn();
    if (isLasting(fact)) await write(file, fact);
    return fact;
  };
  return {
    recall(key, learn) {
      const before = known.get(key);
      const isForgotten = before !== undefined && before.forgetAt !== null && now() >= before.forgetAt;
      if (before !== undefined && !isForgotten) return before.fact;
      const failures = before?.failures ?? 0;
      const learning: Known<T> = { fact: learnNew(key, learn), forgetAt: null, failures: failures + 1 };
      learning.fact.catch(() => {
        learning.forgetAt = now() + Math.min(FIRST_FAILURE_MS * 2 ** failures, LONGEST_FAILURE_MS);
      });
      known.set(key, learning);
      const oldest = known.keys().next().value;
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
      return learning.fact;
    },
  };
}

async function read<T>(file: string, parse: (value: unknown) => T | null): Promise<T | null> {
  try {
    return parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
}

async function write(file: string, fact: object): Promise<void> {
  const partial = `${file}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(partial, JSON.stringify(fact));
    await rename(partial, file);
  } catch {
    // Learned again next time.
  }
}
