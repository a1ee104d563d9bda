import { describe, expect, it } from "vitest";
import { MOVES, type MovingTable, type StateOf } from "../../../src/core/names/moves.ts";
import { ATTEMPT_STATES, RUN_STATES, TASK_STATES } from "../../../src/core/names/states.ts";
import { canMove, FIRST_STATES, isFinal } from "../../support/moves/known-moves.ts";

const STATES: { readonly [T in MovingTable]: readonly StateOf<T>[] } = {
  run: RUN_STATES,
  task: TASK_STATES,
  attempt: ATTEMPT_STATES,
};

function reachable<T extends MovingTable>(table: T): readonly StateOf<T>[] {
  const reached = new Set<StateOf<T>>(FIRST_STATES[table]);
  for (const from of reached) for (const to of STATES[table]) if (canMove(table, from, to)) reached.add(to);
  return STATES[table].filter((state) => reached.has(state));
}

function finalStates<T extends MovingTable>(table: T): readonly StateOf<T>[] {
  return STATES[table].filter((state) => isFinal(table, state));
}

describe("moves", () => {
  it("leave no final state but by being begun again, which ends no attempt's loss", () => {
    expect(MOVES.run.reopen.from).toEqual(finalStates("run"));
    expect(MOVES.task.reopen.from).toEqual(finalStates("task"));
    expect(Object.keys(MOVES.attempt)).not.toContain("reopen");
    expect(finalStates("run")).toEqual(["succeeded", "failed", "cancelled"]);
    expect(finalStates("task")).toEqual(["succeeded", "failed", "skipped", "cancelled"]);
    expect(finalStates("attempt")).toEqual(["succeeded", "failed", "lost", "cancelled"]);
  });

  it("let a running task be queued again, which is a retry, and a run never", () => {
    expect(canMove("task", "running", "queued")).toBe(true);
    expect(canMove("run", "running", "queued")).toBe(false);
  });

  it("let a run succeed only once it has begun", () => {
    expect(canMove("run", "queued", "succeeded")).toBe(false);
    expect(canMove("run", "queued", "failed")).toBe(true);
  });

  it.each(Object.keys(STATES) as MovingTable[])("reach every state of a %s from the first ones", (table) => {
    expect(reachable(table)).toEqual(STATES[table]);
  });
});
