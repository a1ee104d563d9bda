import type { MessagePort } from "node:worker_threads";
import type { Env } from "./find-interpreter.ts";

/** What the thread that holds an interpreter is given. */
export interface InterpreterThreadSetup {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Env;
  /** File descriptor of the columns of bars. */
  readonly scratchFd: number;
  readonly port: MessagePort;
  /** Counts messages; who waits for one is woken by it. */
  readonly wakes: Int32Array;
}

/** A frame for the interpreter; null ends it. */
export type ToInterpreterThread = Uint8Array | null;

export type FromInterpreterThread =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "ended"; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  /** It could not be started. */
  | { readonly kind: "missing"; readonly message: string };

/** Why an interpreter will not answer any more. */
export type InterpreterEnd =
  | Exclude<FromInterpreterThread, { kind: "bytes" }>
  /** Something else than its worker has written to the way of the answers. */
  | { readonly kind: "garbled" };

/** A whole answer. The first byte of its frame says which. */
export interface InterpreterAnswer {
  readonly kind: AnswerKind;
  /** Which of the cells that were asked for; -1 for an answer to anything else. */
  readonly unit: number;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** In the order of the worker's constants. */
export const ANSWER_KINDS = ["reply", "failure", "events", "targets"] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** What went wrong, as the worker says it. */
export interface PythonFailure {
  readonly message: string;
  /** As "mine.py:12"; null when it was in none of the project's files. */
  readonly place: string | null;
  /** The package that cannot be found. */
  readonly missing?: string | null;
  /** What there is in place of what was asked for. */
  readonly names?: readonly string[];
}
