import { readdirSync, readFileSync } from "node:fs";

/** Carries the mark of a user's process to all that it starts. */
export const MARK = "NIGHTGRID_USER_PROCESS";

/** Kept from before user code is loaded; in its process, it is not to be had later. */
const kill = process.kill.bind(process);

/**
 * Ends a process with all that it has started: its group, then on Linux whatever else bears its mark, such as a child
 * in a session of its own. (What drops its environment and leaves the group gets away.)
 *
 * @param pid leader of the group
 */
export function endTree(pid: number, mark: string): void {
  endGroup(pid);
  for (const other of markedProcesses(mark)) if (other !== process.pid) endProcess(other);
}

export function endGroup(pid: number): void {
  endProcess(-pid);
}

function endProcess(pid: number): void {
  try {
    kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** Scans some hundred processes in a few milliseconds. Empty where there is no /proc. */
export function markedProcesses(mark: string): readonly number[] {
  const text = `${MARK}=${mark}`;
  return listProcesses().filter((pid) => environmentOf(pid).split("\0").includes(text));
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

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1");
  } catch {
    // Of another user, or ended meanwhile.
    return "";
  }
}
