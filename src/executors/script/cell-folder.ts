import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { newProgramMark, isOwnerAlive } from "../../sandbox/program/program-mark.ts";

/** Between the name of a folder and the mark of whoever still works in it. */
const WORKING = ".running-";
const REPLACED = ".replaced-";

/** Where the files of a backtest are. */
export interface ResultsPlace {
  /** `results/run_{id}`, or a folder of the backtest's own in it. */
  readonly folder: string;
  /** Whether it has a grid: then each cell has a folder in it. */
  readonly isGrid: boolean;
}

/**
 * `results/run_{id}` with `cell_{n}` in it for a grid.
 *
 * @param results absolute
 * @param folder of the backtest, where the DAG has several
 */
export function resultsPlace(
  results: string,
  { runId, folder, isGrid }: { readonly runId: string; readonly folder: string; readonly isGrid: boolean },
): ResultsPlace {
  return { folder: path.join(results, `run_${runId}`, folder), isGrid };
}

export function cellFolder({ folder, isGrid }: ResultsPlace, cell: number): string {
  return isGrid ? path.join(folder, `cell_${cell}`) : folder;
}

/** A folder to work in, which nobody takes for a result. */
export async function beginFolder(final: string): Promise<string> {
  const working = `${final}${WORKING}${newProgramMark()}`;
  await mkdir(working, { recursive: true });
  return working;
}

/** Makes it the result, in place of what an earlier try has left (I7): whole, or not at all. */
export async function publishFolder(working: string, final: string): Promise<void> {
  const isNew = await rename(working, final).then(
    () => true,
    () => false,
  );
  if (isNew) return;
  const old = `${final}${REPLACED}${randomBytes(4).toString("hex")}`;
  await rename(final, old).catch(() => undefined);
  await rename(working, final);
  await removeFolder(old);
}

/**
 * The same into a folder that others write to as well, the artifacts of the run above all: its files one by one.
 *
 * @param earlier names that an earlier try has left there
 * @param last name of the file that makes it a result
 */
export async function publishInto(
  working: string,
  final: string,
  { earlier, last }: { readonly earlier: readonly string[]; readonly last: string },
): Promise<void> {
  await mkdir(final, { recursive: true });
  for (const name of [last, ...earlier]) await removeFolder(path.join(final, name));
  const names = (await readdir(working)).filter((name) => name !== last);
  for (const name of [...names, last]) {
    await removeFolder(path.join(final, name));
    await rename(path.join(working, name), path.join(final, name));
  }
  await removeFolder(working);
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** Removes what killed workers of this host have left half done beside results. */
export async function removeAbandoned(finals: readonly string[]): Promise<void> {
  const parents = Map.groupBy(finals, (final) => path.dirname(final));
  await Promise.all([...parents].map(([parent, own]) => removeAbandonedIn(parent, own)));
}

async function removeAbandonedIn(parent: string, finals: readonly string[]): Promise<void> {
  const bases = new Set(finals.map((final) => path.basename(final)));
  const names = await readdir(parent).catch(() => []);
  const abandoned = names.filter((name) => {
    const [base = "", mark = ""] = name.split(WORKING);
    return mark !== "" && bases.has(base) && !isOwnerAlive(mark);
  });
  await Promise.all(abandoned.map((name) => removeFolder(path.join(parent, name))));
}

/** The folder in which a cell is being worked on at this moment, else that of its result; null for neither. */
export async function currentFolder(final: string): Promise<string | null> {
  const parent = path.dirname(final);
  const names = await readdir(parent).catch(() => []);
  const base = path.basename(final);
  const working = names.find((name) => name.startsWith(`${base}${WORKING}`));
  const found = working ?? names.find((name) => name === base);
  return found === undefined ? null : path.join(parent, found);
}
