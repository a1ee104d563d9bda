import type { NamedFile } from "../../store/inputs/result-inputs.ts";

export const FILE_CHANGES = ["added", "removed", "changed"] as const;

/** A file of a strategy's code that is not what it was. */
export interface FileChange {
  /** From the folder of the strategy's own file. */
  readonly path: string;
  readonly change: (typeof FILE_CHANGES)[number];
  /** Lines that only the later text has, and only the earlier one; null where a text was not kept. */
  readonly linesAdded: number | null;
  readonly linesRemoved: number | null;
}

/** @param texts by hash */
export function fileChanges(
  before: readonly NamedFile[],
  after: readonly NamedFile[],
  texts: ReadonlyMap<string, string>,
): readonly FileChange[] {
  const old = new Map(before.map(({ path, hash }) => [path, hash]));
  const now = new Map(after.map(({ path, hash }) => [path, hash]));
  const paths = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  return paths.flatMap((path) => {
    const [was, is] = [old.get(path), now.get(path)];
    if (was === is) return [];
    const change = was === undefined ? "added" : is === undefined ? "removed" : "changed";
    return [{ path, change, ...lineChanges(textOf(was, texts), textOf(is, texts)) }];
  });
}

function textOf(hash: string | undefined, texts: ReadonlyMap<string, string>): string | null {
  return hash === undefined ? "" : (texts.get(hash) ?? null);
}

/** Lines as often as they are there; that lines have changed places is not seen. */
export function lineChanges(
  before: string | null,
  after: string | null,
): Pick<FileChange, "linesAdded" | "linesRemoved"> {
  if (before === null || after === null) return { linesAdded: null, linesRemoved: null };
  const counts = new Map<string, number>();
  const count = (text: string, by: number): void => {
    if (text === "") return;
    for (const line of text.replace(/\r?\n$/, "").split(/\r?\n/)) counts.set(line, (counts.get(line) ?? 0) + by);
  };
  count(after, 1);
  count(before, -1);
  let [linesAdded, linesRemoved] = [0, 0];
  for (const left of counts.values()) {
    if (left > 0) linesAdded += left;
    else linesRemoved -= left;
  }
  return { linesAdded, linesRemoved };
}
