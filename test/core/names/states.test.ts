import { describe, expect, it } from "vitest";
import {
  canMoveRun,
  canMoveTask,
  isFinalRun,
  isFinalTask,
  RUN_STATES,
  TASK_STATES,
} from "../../../src/core/names/states.ts";

describe("states", () => {
  it("leave no final state", () => {
    for (const from of RUN_STATES.filter(isFinalRun)) {
      expect(RUN_STATES.filter((to) => canMoveRun(from, to))).toEqual([]);
    }
    expect(RUN_STATES.filter(isFinalRun)).toEqual(["succeeded", "failed", "cancelled"]);
    expect(TASK_STATES.filter(isFinalTask)).toEqual(["succeeded", "failed", "skipped", "cancelled"]);
  });

  it("let a running task be queued again, which is a retry, and a run never", () => {
    expect(canMoveTask("running", "queued")).toBe(true);
    expect(canMoveRun("running", "queued")).toBe(false);
  });

  it("can all be reached from the first", () => {
    const reached = new Set<string>(["waiting"]);
    for (const from of reached) {
      for (const to of TASK_STATES) if (canMoveTask(from as (typeof TASK_STATES)[number], to)) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...TASK_STATES].sort());
  });
});
