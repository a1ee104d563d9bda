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
  return markedAmong(listProcesses(), mark);
}

/** Whether a living process bears a mark; false where the system does not tell. */
export function isMarked(pid: number, mark: string): boolean {
  return markedAmong([pid], mark).length > 0;
}

/** One that is just becoming another program has no environment for a moment, and is looked at until it has one. */
function markedAmong(pids: readonly number[], mark: string): readonly number[] {
  const marked: number[] = [];
  let open = pids;
  for (let look = 0; open.length > 0 && look <= MOST_LOOKS; look++) {
    if (look > 0) Atomics.wait(PAUSE, 0, 0, LOOK_EVERY_MS);
    const bare: number[] = [];
    for (const pid of open) {
      const words = environmentOf(pid);
      if (words === "") bare.push(pid);
      else if (words?.split("\0").includes(`${MARK}=${mark}`) === true) marked.push(pid);
    }
    open = bare.filter(mayHaveOneSoon);
  }
  for (const pid of open) bareSince.set(pid, stateOf(pid)?.startedAt ?? "");
  return marked;
}

/** Processes that never had an environment, and when they were started. */
const bareSince = new Map<number, string>();
const MOST_LOOKS = 50;
const LOOK_EVERY_MS = 1;
const PAUSE = new Int32Array(new SharedArrayBuffer(4));
/** Flag of threads of the kernel. */
const KERNEL_THREAD = 0x00200000;

function mayHaveOneSoon(pid: number): boolean {
  const state = stateOf(pid);
  if (state === null || state.isDead || (state.flags & KERNEL_THREAD) !== 0) return false;
  return bareSince.get(pid) !== state.startedAt;
}

/** Null of one that is gone. */
function stateOf(pid: number): { readonly isDead: boolean; readonly flags: number; readonly startedAt: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // From the third field on: the second one is a name with any signs in it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { isDead: /[ZX]/.test(fields[0] ?? ""), flags: Number(fields[6]), startedAt: fields[19] ?? "" };
  } catch {
    return null;
  }
}

/** Null where it is not told: of another user, or ended meanwhile. */
function environmentOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    return null;
  }
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
