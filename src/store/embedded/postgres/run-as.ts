import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { AppError } from "../../../core/errors/app-error.ts";

/** How Postgres, which refuses to be root, is started by whoever we are. */
export interface RunAs {
  readonly name: "self" | "account" | "user-namespace" | "capability";
  /** Put before the program and its arguments. */
  readonly prefix: readonly string[];
  readonly spawn: { readonly uid?: number; readonly gid?: number };
  /** Whom the cluster's files belong to. */
  readonly owner: Account;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

const UNPRIVILEGED_ACCOUNTS = ["postgres", "nobody"];
const ROOT: Account = { uid: 0, gid: 0 };

/**
 * For an ordinary user, the user. For root, the first of these that can run
 * `program` and enter the `folders` (tried, not guessed from modes):
 * another account (the folder's owner, `postgres`, `nobody`); root's files without root's number, in a user namespace (for
 * a project under a folder that only root may enter); another account that may
 * pass by file modes (where a container forbids namespaces).
 *
 * @throws AppError DB_START_FAILED when none works
 */
export function chooseRunAs(program: string, folders: readonly string[]): RunAs {
  const uid = process.geteuid?.() ?? 0;
  const gid = process.getegid?.() ?? 0;
  if (uid !== 0) return { name: "self", prefix: [], spawn: {}, owner: { uid, gid } };
  // Under sudo, a project stays its owner's.
  const accounts = [...folders.slice(0, 1).map((folder): Account => statSync(folder)), ...unprivilegedAccounts()]
    .filter((account) => account.uid !== 0)
    .map((account): Account => ({ uid: account.uid, gid: account.gid }));
  const candidates: readonly RunAs[] = [
    ...accounts.map((owner): RunAs => ({ name: "account", prefix: [], spawn: owner, owner })),
    { name: "user-namespace", prefix: ["unshare", "--user"], spawn: {}, owner: ROOT },
    ...accounts.map((owner): RunAs => ({ name: "capability", prefix: setpriv(owner), spawn: {}, owner })),
  ];
  const found = candidates.find((candidate) => works(candidate, program, folders));
  if (found !== undefined) return found;
  throw new AppError(
    "DB_START_FAILED",
    `Postgres refuses to run as root, and no other account can enter ${folders.join(" and ")}`,
    {
      hint: "Run Nightgrid as an ordinary user, move the project to a folder that others may enter, or set DATABASE_URL.",
    },
  );
}

/** What to spawn in place of `program`. */
export function commandFor(runAs: RunAs, program: string, args: readonly string[]): readonly [string, string[]] {
  const [command, ...prefixArgs] = runAs.prefix;
  return command === undefined ? [program, [...args]] : [command, [...prefixArgs, program, ...args]];
}

function setpriv({ uid, gid }: Account): readonly string[] {
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  return ["setpriv", ...identity, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
}

function unprivilegedAccounts(): readonly Account[] {
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  return UNPRIVILEGED_ACCOUNTS.flatMap((name) => {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    // macOS writes nobody as -2.
    return uid === undefined || gid === undefined ? [] : [{ uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }];
  });
}

function works(runAs: RunAs, program: string, folders: readonly string[]): boolean {
  const script = ["-c", '"$0" --version && for folder; do cd "$folder" || exit; done', program, ...folders];
  const [command, args] = commandFor(runAs, "/bin/sh", script);
  return spawnSync(command, args, { ...runAs.spawn, stdio: "ignore", cwd: "/" }).status === 0;
}
