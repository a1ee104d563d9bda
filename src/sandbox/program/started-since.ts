import { existsSync, readFileSync } from "node:fs";
import { isMarked } from "../process-tree.ts";

/** Numbers that are looked at one by one; where there were more, all processes are. */
const MOST_NUMBERS = 200;
/** Looks until no process has come while one was looking. */
const MOST_LOOKS = 5;

/** The number of the process or thread that was started last on this host; null where the system does not tell. */
export function lastStarted(): number | null {
  try {
    const number = Number(readFileSync("/proc/loadavg", "latin1").trim().split(" ").at(-1));
    return Number.isSafeInteger(number) && number > 0 ? number : null;
  } catch {
    return null;
  }
}

/**
 * Whether a process of a program may be running that was started after some process. Numbers of processes ascend, so only
 * few are to be looked at where the others cost a look at each process of the host.
 *
 * @param since of `lastStarted`, before the program was started
 * @returns also true where it cannot be told
 */
export function mayBeRunning(
  since: number,
  { group, mark }: { readonly group: number; readonly mark: string },
): boolean {
  let from = since;
  for (let look = 0; look < MOST_LOOKS; look++) {
    const last = lastStarted();
    if (last === from) return false;
    // They begin again from below when they are used up.
    if (last === null || last < from || last - from > MOST_NUMBERS) return true;
    for (let pid = from + 1; pid <= last; pid++) if (isOf(pid, group, mark)) return true;
    from = last;
  }
  return true;
}

function isOf(pid: number, group: number, mark: string): boolean {
  // Most have ended: what says so without an error is the quickest.
  return existsSync(`/proc/${pid}`) && (isInGroup(pid, group) || isMarked(pid, mark));
}

/** A process that is dead and that nobody has asked about yet is not. */
function isInGroup(pid: number, group: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [state, , itsGroup] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state !== "Z" && Number(itsGroup) === group;
  } catch {
    return false;
  }
}
