import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { sha256 } from "../../core/values/hash.ts";
import type { CodeFile } from "../../core/values/code-file.ts";

const run = promisify(execFile);

/** Commits that are looked through, the latest first. */
const MOST_COMMITS = 200;
const MOST_BYTES = 8 * 1024 * 1024;
const PATIENCE_MS = 10_000;

export interface Commit {
  readonly hash: string;
  /** ISO 8601. */
  readonly date: string;
  readonly subject: string;
}

/** What version control knows of some files. Everything is read from its objects: the working tree is never touched. */
export interface GitHistory {
  /** Commits that changed any of them, the earliest first; of many the last 200. */
  readonly commits: readonly Commit[];
  /** Those of the files that there were, as they were. */
  codeAt(commit: Commit): Promise<readonly CodeFile[]>;
}

/**
 * Null where there is no repository, or no git.
 *
 * @param folder absolute @param files from that folder
 */
export async function readGitHistory(folder: string, files: readonly string[]): Promise<GitHistory | null> {
  const top = await git(folder, ["rev-parse", "--show-prefix"]).catch(() => null);
  if (top === null) return null;
  const prefix = top.trim();
  const log = [
    "log",
    "--first-parent",
    `--max-count=${MOST_COMMITS}`,
    "--format=%H%x09%cI%x09%s",
    "--",
    ...files.map(literal),
  ];
  const text = await git(folder, log).catch(() => "");
  const commits = text.split("\n").flatMap((line): readonly Commit[] => {
    const [hash = "", date = "", ...subject] = line.split("\t");
    return hash === "" ? [] : [{ hash, date, subject: subject.join("\t") }];
  });
  return {
    commits: commits.toReversed(),
    async codeAt({ hash }) {
      const found = await Promise.all(
        files.map(async (file): Promise<CodeFile | null> => {
          const place = path.posix.normalize(path.posix.join(prefix, file));
          const content = await git(folder, ["cat-file", "blob", `${hash}:${place}`]).catch(() => null);
          return content === null ? null : { path: file, hash: sha256(content), text: content };
        }),
      );
      return found.flatMap((file) => file ?? []);
    },
  };
}

/** A path in which nothing is a pattern. */
function literal(file: string): string {
  return `:(literal)${file}`;
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", ["-C", folder, ...args], { maxBuffer: MOST_BYTES, timeout: PATIENCE_MS });
  return stdout;
}
