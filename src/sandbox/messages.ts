import type { Parcel } from "./parcel/parcel.ts";

/** What a user's process is told, and what it tells. Everything carries the id of the question that it belongs to. */
export type ToUserProcess =
  | { readonly kind: "start"; readonly room: string; readonly packageUrl: string; readonly limits: UserLimits }
  | { readonly kind: "ask"; readonly id: number; readonly name: string; readonly input: Parcel }
  /** Fires the signal of the question's context. */
  | { readonly kind: "stop"; readonly id: number; readonly reason: string }
  /** The answer to a call of a service. */
  | { readonly kind: "served"; readonly id: number; readonly call: number; readonly value: unknown }
  | { readonly kind: "refused"; readonly id: number; readonly call: number; readonly failure: Failure };

export type FromUserProcess =
  | { readonly kind: "ready" }
  | { readonly kind: "answer"; readonly id: number; readonly value: Parcel }
  | { readonly kind: "failed"; readonly id: number; readonly failure: Failure }
  | {
      readonly kind: "call";
      readonly id: number;
      readonly call: number;
      readonly service: string;
      readonly input: readonly unknown[];
    };

/** An error on its way between two processes. */
export interface Failure {
  /** Of an AppError, else null. */
  readonly code: string | null;
  readonly message: string;
  readonly hint: string | null;
  /** Where in the user's own files it happened, as `file.ts:12:5`; null when no frame of the stack is the user's. */
  readonly place: string | null;
  /** The frames in the user's files, one a line; empty when there are none. */
  readonly stack: string;
}

export interface UserLimits {
  /** Resident memory of the whole process in MiB, buffers outside of the heap included. */
  readonly maxMemoryMb: number;
}

/**
 * What is written as one JSON line each to the process's fourth file descriptor: at once, so that nothing is lost when
 * the process is ended in the next instruction.
 */
export type Note =
  | { readonly kind: "line"; readonly unit: number | null; readonly level: LineLevel; readonly text: string }
  | {
      readonly kind: "log";
      readonly level: LineLevel;
      readonly text: string;
      readonly fields: Readonly<Record<string, unknown>>;
    }
  /** All notes of a question have been written; its answer follows on the other way. */
  | { readonly kind: "end"; readonly id: number }
  /** From the guard, about once a second. `asked`: the question that is being answered, 0 for none. */
  | { readonly kind: "beat"; readonly asked: number }
  | {
      readonly kind: "death";
      readonly cause: DeathCause;
      readonly unit: number | null;
      readonly asked: number;
      readonly failure: Failure;
    };

export const LINE_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LineLevel = (typeof LINE_LEVELS)[number];

export const DEATH_CAUSES = ["timeout", "memory", "error", "exit", "crash"] as const;
/** `error`: thrown outside of any question. `crash`: ended by the system, or by something that left no note. */
export type DeathCause = (typeof DEATH_CAUSES)[number];

/** File descriptors of the notes, and of the way that questions and answers take. */
export const NOTES_FD = 3;
export const CHANNEL_FD = 4;
