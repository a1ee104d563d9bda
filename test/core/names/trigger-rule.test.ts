import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canMove, isFinal } from "../../support/moves/known-moves.ts";
import { TASK_STATES, type TaskState, TRIGGER_RULES } from "../../../src/core/names/states.ts";
import { decideTrigger, type NeedsSummary } from "../../../src/core/names/trigger-rule.ts";

const FINAL = TASK_STATES.filter((state) => isFinal("task", state));

interface Need {
  readonly state: TaskState;
  readonly cells: number;
  readonly withResult: number;
}

const need: fc.Arbitrary<Need> = fc
  .record({ state: fc.constantFrom(...FINAL), cells: fc.nat(20), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ state, cells, share }) => ({ state, cells, withResult: Math.floor(cells * share) }));

function summaryOf(needs: readonly Need[]): NeedsSummary {
  const states = { waiting: 0, queued: 0, running: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0 };
  for (const { state } of needs) states[state] += 1;
  const sum = (pick: (need: Need) => number) => needs.reduce((total, each) => total + pick(each), 0);
  return { states, cells: sum((each) => each.cells), cellsWithResult: sum((each) => each.withResult) };
}

/** The rules word by word, over the list of needs itself. */
function slowly(rule: string, needs: readonly Need[], minSuccess: number | null): boolean {
  const every = needs.every((each) => each.state === "succeeded");
  if (rule === "all_success") return every;
  if (rule === "all_done") return true;
  if (rule === "one_failed") return needs.some((each) => each.state === "failed");
  if (rule === "none_failed") return !needs.some((each) => each.state === "failed" || each.state === "cancelled");
  const cells = needs.flatMap((each) => Array.from({ length: each.cells }, (_, index) => index < each.withResult));
  if (cells.length === 0) return every;
  return cells.filter(Boolean).length >= (minSuccess ?? 1) * cells.length;
}

describe("decideTrigger", () => {
  it("agrees with the rules word by word", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TRIGGER_RULES),
        fc.array(need, { maxLength: 8 }),
        fc.option(fc.constantFrom(0, 0.25, 0.5, 0.8, 1)),
        (rule, needs, minSuccess) => {
          const decision = decideTrigger(rule, summaryOf(needs), minSuccess);
          expect(decision).toBe(slowly(rule, needs, minSuccess) ? "run" : "skip");
        },
      ),
      { numRuns: 500 },
    );
  });

  it("runs at exactly the wanted share of cells", () => {
    const states = { waiting: 0, queued: 0, running: 0, succeeded: 1, failed: 0, skipped: 0, cancelled: 0 };
    const decide = (cellsWithResult: number) =>
      decideTrigger("min_success", { states, cells: 10, cellsWithResult }, 0.8);
    expect([decide(7), decide(8)]).toEqual(["skip", "run"]);
  });
});

describe("the states of a task", () => {
  it("leave a final one only to be done again from the start", () => {
    for (const from of FINAL) expect(TASK_STATES.filter((to) => canMove("task", from, to))).toEqual(["waiting"]);
  });

  it("go back to queued only from running: a retry", () => {
    expect(TASK_STATES.filter((from) => canMove("task", from, "queued"))).toEqual(["waiting", "running"]);
  });
});
