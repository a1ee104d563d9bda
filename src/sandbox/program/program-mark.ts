import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { MARK } from "../process-tree.ts";

/** Names the process that answers for a program, so that anybody on this host can see whether it is still there. */
const OWNED = /^(\d+)-(\d+)-[0-9a-f-]{36}$/;

let ownStart: number | null = null;

/** Of a program that this process starts: carried by all that it starts in turn. */
export function newProgramMark(): string {
  ownStart ??= startTimeOf(process.pid) ?? 0;
  return `${process.pid}-${ownStart}-${randomUUID()}`;
}

/**
 * Ends what programs of processes that are gone have left running on this host, whichever sessions they moved to. Does nothing
 * where there is no /proc.
 *
 * @returns how many processes were ended
 */
export function endOrphanedPrograms(): number {
  const orphans = processesOfPrograms().filter(({ mark }) => !isOwnerAlive(mark));
  for (const { pid } of orphans) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended by itself, or is another user's.
    }
  }
  return orphans.length;
}

interface MarkedProcess {
  readonly pid: number;
  readonly mark: string;
}

function processesOfPrograms(): readonly MarkedProcess[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").flatMap((name) => {
    const pid = Number(name);
    const mark = Number.isSafeInteger(pid) ? markOf(pid) : null;
    return mark === null ? [] : [{ pid, mark }];
  });
}

function markOf(pid: number): string | null {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, "latin1").split("\0");
    const mark = environment.find((entry) => entry.startsWith(`${MARK}=`))?.slice(MARK.length + 1);
    return mark !== undefined && OWNED.test(mark) ? mark : null;
  } catch {
    // Of another user, or ended meanwhile.
    return null;
  }
}

/** Numbers of processes are used again; their starts are not. */
export function isOwnerAlive(mark: string): boolean {
  const [, pid = "0", start = "0"] = OWNED.exec(mark) ?? [];
  return startTimeOf(Number(pid)) === Number(start);
}

/** A process that is dead and that nobody has asked about yet is not. */
export function isAlive(pid: number): boolean {
  return startTimeOf(pid) !== null;
}

/** Ticks from the start of the system to that of a process; null when there is none. */
function startTimeOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : Number(fields[19]);
  } catch {
    return null;
  }
}
