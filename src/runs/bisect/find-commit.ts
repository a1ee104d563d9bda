import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import type { CodeFile } from "../../core/values/code-file.ts";
import type { NamedFile } from "../../store/inputs/result-inputs.ts";
import { type Commit, type GitHistory, readGitHistory } from "./git-history.ts";

/** `code_not_committed`: the code of one of the runs is that of no commit. */
export const COMMIT_OUTCOMES = ["found", "no_repository", "code_not_committed", "not_told_apart"] as const;

export interface CommitSearch {
  readonly outcome: (typeof COMMIT_OUTCOMES)[number];
  /** The first one whose code no longer gives the earlier result; null when it was not found. */
  readonly commit: Commit | null;
  /** Commits between the codes of the two runs, and how many of them were computed with. */
  readonly candidates: number;
  readonly computed: number;
}

interface Question {
  /** Folder of the strategy's file, absolute. */
  readonly folder: string;
  /** The strategy's own file first. */
  readonly before: readonly NamedFile[];
  readonly after: readonly NamedFile[];
  /** Whether code gives the earlier result. @throws AppError where it cannot be computed with */
  readonly isGood: (code: readonly CodeFile[]) => Promise<boolean>;
}

/** Halves the commits between the code of one run and that of another one: at most eight of 200 are computed with. */
export async function findCommit({ folder, before, after, isGood }: Question): Promise<CommitSearch> {
  const none = { commit: null, candidates: 0, computed: 0 };
  const files = [...new Set([...after, ...before].map((file) => file.path))];
  const history = await readGitHistory(folder, files);
  if (history === null) return { ...none, outcome: "no_repository" };
  const last = await lastWith(history, after, history.commits.length);
  const first = last === null ? null : await lastWith(history, before, last);
  if (first === null || last === null) return { ...none, outcome: "code_not_committed" };
  const candidates = history.commits.slice(first + 1, last + 1);
  let [low, high, computed] = [0, candidates.length - 1, 0];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const commit = candidates[middle];
    if (commit === undefined) break;
    computed += 1;
    const good = await isGood(await history.codeAt(commit)).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });
    if (good === null) return { ...none, outcome: "not_told_apart", candidates: candidates.length, computed };
    if (good) low = middle + 1;
    else high = middle;
  }
  return { outcome: "found", commit: candidates[high] ?? null, candidates: candidates.length, computed };
}

/** The latest of the first `count` commits whose code is that. */
async function lastWith(history: GitHistory, code: readonly NamedFile[], count: number): Promise<number | null> {
  for (let at = count - 1; at >= 0; at--) {
    const commit = history.commits[at];
    if (commit === undefined) continue;
    const hashes = new Map((await history.codeAt(commit)).map((file) => [path.posix.normalize(file.path), file.hash]));
    if (code.every((file) => hashes.get(path.posix.normalize(file.path)) === file.hash)) return at;
  }
  return null;
}
