import { writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { formatDuration } from "../../core/time/duration.ts";
import { type DeathCause, type Note, NOTES_FD } from "../messages.ts";
import { endTree } from "../process-tree.ts";
import { watchUnits } from "./unit-clock.ts";

/** What the main thread of a user's process gives to the one that guards it. */
export interface GuardSetup {
  readonly units: SharedArrayBuffer;
  readonly maxMemoryMb: number;
  readonly parent: number;
  readonly mark: string;
}

const LOOK_MS = 100;
const MIB = 1024 * 1024;

// A thread of its own: it looks on while user code holds the main one. It ends the process over its memory or a unit over
// its time, and when the process that it works for is gone.
const { units, maxMemoryMb, parent, mark } = workerData as GuardSetup;
const watch = watchUnits(units);

function look(): void {
  if (process.ppid !== parent) return end();
  const usedMb = process.memoryUsage.rss() / MIB;
  if (usedMb > maxMemoryMb) {
    tell("memory", `It used ${Math.round(usedMb)} MiB of memory; ${maxMemoryMb} MiB are allowed.`);
    return end();
  }
  const overdue = watch.overdue(performance.now());
  if (overdue === null) return;
  tell("timeout", `It took longer than ${formatDuration(overdue.limitMs)} and was ended.`);
  end();
}

function tell(cause: DeathCause, message: string): void {
  const failure = { code: null, message, hint: null, place: null, stack: "" };
  const note: Note = { kind: "death", cause, unit: watch.current(), failure };
  writeSync(NOTES_FD, `${JSON.stringify(note)}\n`);
}

function end(): void {
  endTree(process.pid, mark);
}

setInterval(look, LOOK_MS);
