import { readFileSync, writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { formatDuration } from "../../core/time/duration.ts";
import { type DeathCause, type Note, NOTES_FD } from "../messages.ts";
import { descendantsOf, endTree, isStopped } from "../process-tree.ts";
import { watchUnits } from "./unit-clock.ts";

/** What the main thread of a user's process gives to the one that guards it. */
export interface GuardSetup {
  readonly units: SharedArrayBuffer;
  readonly maxMemoryMb: number;
  readonly parent: number;
  readonly mark: string;
}

const LOOK_MS = 100;
/** Looks between two beats. */
const LOOKS_PER_BEAT = 10;
const MIB = 1024 * 1024;
/** Of the system; only where there is /proc. */
const PAGE_BYTES = 4096;
/** Programs that user code has running at a time. */
const MOST_PROGRAMS = 256;
/** Beats for which a process may compute, or its main thread be held, though nobody has asked it anything. */
const MOST_RESTLESS_BEATS = 5;
/** Beats for which the worker may stand still; others take its work over soon after, and say that nobody is at it any more (I5). */
const MOST_ORPHANED_BEATS = 8;

// A thread of its own: it looks on while user code holds the main one. It ends the process over its memory or a unit over
// its time, and when the process that it works for is gone.
const { units, maxMemoryMb, parent, mark } = workerData as GuardSetup;
const watch = watchUnits(units);
let looks = 0;
let restlessBeats = 0;
let orphanedBeats = 0;
let cpu = process.cpuUsage();

function look(): void {
  if (process.ppid !== parent) return end();
  const programs = descendantsOf(process.pid, MOST_PROGRAMS + 1);
  if (programs.length > MOST_PROGRAMS) {
    return end("memory", `It has started more than ${MOST_PROGRAMS} programs at a time.`);
  }
  const usedMb = (process.memoryUsage.rss() + programs.reduce((sum, pid) => sum + residentBytes(pid), 0)) / MIB;
  if (usedMb > maxMemoryMb) {
    const what = programs.length === 0 ? "It" : "It and what it has started";
    return end("memory", `${what} used ${Math.round(usedMb)} MiB of memory; ${maxMemoryMb} MiB are allowed.`);
  }
  const overdue = watch.overdue(performance.now());
  if (overdue !== null) {
    return end("timeout", `It took longer than ${formatDuration(overdue.limitMs)} and was ended.`);
  }
  looks++;
  if (looks % LOOKS_PER_BEAT === 0) beat();
}

/** A process that goes on by itself would take the time of those that are asked. */
function beat(): void {
  orphanedBeats = isStopped(parent, "signal") ? orphanedBeats + 1 : 0;
  if (orphanedBeats > MOST_ORPHANED_BEATS) return end();
  const { user, system } = process.cpuUsage(cpu);
  cpu = process.cpuUsage();
  const isBusy = (user + system) / 1000 > (LOOKS_PER_BEAT * LOOK_MS) / 2;
  // On a busy machine, one that is held gets little time to compute in.
  const isHeld = !watch.hasTurned();
  restlessBeats = watch.isIdle() && (isBusy || isHeld) ? restlessBeats + 1 : 0;
  if (restlessBeats > MOST_RESTLESS_BEATS) return end("timeout", "It went on computing after it had answered.");
  tell({ kind: "beat", asked: watch.question() });
}

/** @param cause absent: there is nobody left to tell */
function end(cause?: DeathCause, message = ""): void {
  const failure = { code: null, message, hint: null, place: null, stack: "" };
  if (cause !== undefined) tell({ kind: "death", cause, unit: watch.current(), asked: watch.question(), failure });
  endTree(process.pid, mark);
}

function tell(note: Note): void {
  try {
    // The main thread may be in the middle of a note, whose rest is then no note.
    writeSync(NOTES_FD, `\n${JSON.stringify(note)}\n`);
  } catch {
    // User code has closed it or filled it: whoever listens misses the beats.
  }
}

function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}

setInterval(look, LOOK_MS);
