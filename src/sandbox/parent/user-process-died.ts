import { codeOfExit } from "../../core/errors/failure-class.ts";
import { failureInText, reasonOf } from "../failure.ts";
import type { DeathCause, Failure } from "../messages.ts";

/** Marks of V8 itself when its heap is full. */
const HEAP_FULL = /heap out of memory|invalid array length Allocation failed|Zone Allocation failed/i;

type DeathCode = "OUT_OF_MEMORY" | "PROCESS_ENDED" | "PROCESS_REFUSED";

/** A user's process ended, or had to be ended, instead of answering. */
export class UserProcessDied extends Error {
  override readonly name = "UserProcessDied";
  readonly why: DeathCause;
  /** Null where the one who asked has a code of its own for it: for what took too long, and for errors that nobody caught. */
  readonly code: DeathCode | null;
  /** The unit that was being worked on; null when there was none or it is not known. */
  readonly unit: number | null;
  /** The frames in the user's own files. */
  readonly userStack: string;
  /** False when the process had surely not come to what it was asked: then asking another one does nothing twice. */
  readonly hasBegun: boolean;

  constructor(
    why: DeathCause,
    about: { readonly unit?: number | null; readonly hasBegun?: boolean; readonly exitCode?: number | null } & (
      | { readonly failure: Failure }
      | { readonly message: string }
    ),
  ) {
    super("failure" in about ? reasonOf(about.failure) : about.message);
    this.why = why;
    this.code = codeOf(why, about);
    this.unit = about.unit ?? null;
    this.hasBegun = about.hasBegun ?? true;
    this.userStack = "failure" in about ? about.failure.stack : "";
  }
}

function codeOf(
  why: DeathCause,
  about: { readonly exitCode?: number | null; readonly failure?: Failure },
): DeathCode | null {
  switch (why) {
    case "timeout":
    case "error":
      return null;
    case "memory":
      return "OUT_OF_MEMORY";
    case "exit":
      return about.failure?.code === "PROCESS_REFUSED" ? "PROCESS_REFUSED" : "PROCESS_ENDED";
    case "crash":
      return codeOfExit(about.exitCode ?? 0);
  }
}

/** Why a process ended that left no note. */
export function deathOf(end: {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lastLines: string;
  /** The size that its heap may have. */
  readonly maxHeapMb: number;
}): UserProcessDied {
  if (HEAP_FULL.test(end.lastLines)) {
    const message = `It ran out of heap memory; ${end.maxHeapMb} MiB are allowed.`;
    return new UserProcessDied("memory", { message });
  }
  const way = end.signal === null ? `with code ${end.code}` : `by ${end.signal}`;
  const failure = failureInText(end.lastLines);
  if (end.signal === null && failure !== null) {
    const message = `Its process was ended ${way}: ${failure.message}`;
    return new UserProcessDied("error", { failure: { ...failure, message } });
  }
  const guess = end.signal === "SIGKILL" ? ", perhaps by the system for want of memory" : "";
  return new UserProcessDied("crash", { message: `Its process was ended ${way}${guess}.`, exitCode: end.code });
}
