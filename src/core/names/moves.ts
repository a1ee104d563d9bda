import type { AttemptState, RunState, TaskState } from "./states.ts";

/** What a run is made of, as tables: what moves, moves by `MOVES` and in `store/moves` alone. */
interface States {
  run: RunState;
  task: TaskState;
  attempt: AttemptState;
}
export type MovingTable = keyof States;
export type StateOf<T extends MovingTable> = States[T];

export interface Move<S extends string> {
  readonly from: readonly S[];
  readonly to: S;
}

type Moves<T extends MovingTable> = Readonly<Record<string, Move<StateOf<T>>>>;

/** Every legal move, by its name. A state that no move but `reopen` leaves is an end. */
export const MOVES = {
  run: {
    /** Its first task begins. */
    begin: { from: ["queued"], to: "running" },
    succeed: { from: ["running"], to: "succeeded" },
    fail: { from: ["queued", "running"], to: "failed" },
    cancel: { from: ["queued", "running"], to: "cancelled" },
    /** A person has it begun again: as a whole, or some of its tasks. */
    reopen: { from: ["succeeded", "failed", "cancelled"], to: "queued" },
  },
  task: {
    /** All that it needs has ended, and its trigger rule is met. */
    queue: { from: ["waiting"], to: "queued" },
    /** Its trigger rule is not met, or a before-callback has failed. */
    skip: { from: ["waiting", "queued"], to: "skipped" },
    /** Its run was told to stop before it had begun. */
    drop: { from: ["waiting", "queued"], to: "cancelled" },
    begin: { from: ["queued"], to: "running" },
    /** To be tried again: a try failed, or its worker is gone. */
    requeue: { from: ["running"], to: "queued" },
    succeed: { from: ["running"], to: "succeeded" },
    fail: { from: ["running"], to: "failed" },
    /** Its run was told to stop, and nobody works on it any more. */
    cancel: { from: ["running"], to: "cancelled" },
    /** With its run, to be done again. */
    reopen: { from: ["succeeded", "failed", "skipped", "cancelled"], to: "waiting" },
  },
  attempt: {
    succeed: { from: ["running"], to: "succeeded" },
    fail: { from: ["running"], to: "failed" },
    /** Its worker died, or does not know of it. */
    lose: { from: ["running"], to: "lost" },
    /** Its run was told to stop. */
    cancel: { from: ["running"], to: "cancelled" },
  },
} as const satisfies { readonly [T in MovingTable]: Moves<T> };
