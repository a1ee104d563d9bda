import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { randomUUID } from "node:crypto";

/** What was learned of modules by loading them, by the hash of their content. */
export interface LearnedFacts<T> {
  /** What is known, else what `learn` finds out. What it throws is remembered too, until the process ends. */
  recall(key: string, learn: () => Promise<T>): Promise<T>;
}

/** Past this many, what was learned first is forgotten and read again. */
const MOST = 5_000;

/**
 * Facts outlive the process in a folder of one file each. Without the folder (a full disk, no right to write) everything is
 * only learned again.
 *
 * @param parse a fact from its file; null for one that an older version wrote
 */
export function learnedFacts<T extends object>(folder: string, parse: (value: unknown) => T | null): LearnedFacts<T> {
  const known = new Map<string, Promise<T>>();
  const learnNew = async (key: string, learn: () => Promise<T>): Promise<T> => {
    const file = path.join(folder, `${key}.json`);
    const kept = await read(file, parse);
    if (kept !== null) return kept;
    const fact = await learn();
    await write(file, fact);
    return fact;
  };
  return {
    recall(key, learn) {
      const found = known.get(key);
      if (found !== undefined) return found;
      const learning = learnNew(key, learn);
      learning.catch(() => undefined);
      known.set(key, learning);
      const oldest = known.keys().next().value;
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
      return learning;
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
