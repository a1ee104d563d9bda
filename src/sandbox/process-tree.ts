import fs from "node:fs";

/** Carries the mark of a user's process to all that it starts. */
export const MARK = "NIGHTGRID_USER_PROCESS";

/** Rounds in which is looked for what was started meanwhile. */
const MOST_ROUNDS = 20;

/** Kept from before user code is loaded; in its process, they are not to be had later. */
const kill = process.kill.bind(process);
const { readdirSync, readFileSync } = fs;
const own = process.pid;

/**
 * Ends a process with all that it has started: its group, and on Linux its descendants and whatever else bears its mark,
 * such as a child in a session of its own. (What drops its environment, leaves the group and has lost its parent gets away.)
 *
 * @param pid leader of the group. When it is the caller itself, it ends last
 */
export function endTree(pid: number, mark: string): void {
  // Descendants are known by their parents: those end after what they have started is known.
  const seen = endStarted(pid, mark);
  endProcess(-pid);
  if (pid !== own && seen.size > 0) endStarted(pid, mark, seen);
}

/** Ends what a process has started, but not the process itself. @returns all that were found */
export function endStarted(pid: number, mark: string, seen = new Set<number>()): Set<number> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const started = startedBy(pid, mark, seen);
    if (started.length === 0) break;
    for (const other of started) seen.add(other);
    for (const other of started) endProcess(other);
  }
  return seen;
}

/** Scans some hundred processes in a few milliseconds. Empty where there is no /proc. */
export function markedProcesses(mark: string): readonly number[] {
  return listProcesses().filter((pid) => isMarked(pid, mark));
}

/**
 * Living descendants, by the children that the system lists of each thread: quick where there are none. Empty where the
 * system does not list them.
 *
 * @param most further ones are not looked for
 */
export function descendantsOf(pid: number, most = 10_000): readonly number[] {
  const found: number[] = [];
  const open = [pid];
  for (let next = open.pop(); next !== undefined && found.length < most; next = open.pop()) {
    const children = childrenOf(next);
    found.push(...children);
    open.push(...children);
  }
  return found;
}

/**
 * By a signal, or by a debugger too. False where the system does not tell.
 *
 * @param byWhom `signal`: not when a debugger holds it
 */
export function isStopped(pid: number, byWhom: "signal" | "anyone"): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const state = stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
    return state === "T" || (state === "t" && byWhom === "anyone");
  } catch {
    return false;
  }
}

/** What has been started by a process or by those seen before, and is not among these. */
function startedBy(pid: number, mark: string, seen: ReadonlySet<number>): readonly number[] {
  const found = new Set([pid, ...seen].flatMap((one) => descendantsOf(one)));
  for (const other of markedProcesses(mark)) found.add(other);
  return [...found].filter((other) => other !== pid && other !== own && !seen.has(other));
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, "latin1").split(" ").filter(Boolean).map(Number),
    );
  } catch {
    // It has ended meanwhile, or the system does not tell.
    return [];
  }
}

function endProcess(pid: number): void {
  try {
    kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** Whether a living process bears a mark; false where the system does not tell. */
export function isMarked(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(`${MARK}=${mark}`);
  } catch {
    // Of another user, or ended meanwhile.
    return false;
  }
}

function listProcesses(): readonly number[] {
  if (process.platform !== "linux") return [];
  try {
    return readdirSync("/proc")
      .map(Number)
      .filter((pid) => Number.isSafeInteger(pid));
  } catch {
    return [];
  }
}
