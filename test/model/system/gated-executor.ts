import { nameBase } from "../../../src/executors/name-base.ts";
import type { CellColumns } from "../../../src/executors/executor.ts";
import type { SweepExecutor } from "../../../src/runs/run-deps.ts";
import { numbersOf } from "../../support/executors/number-executor.ts";
import { passGate } from "./gated-work.ts";

/** How the test has it go with a range: of its cells so many were computed, some with failures. */
export type RangeOutcome = Required<Pick<CellColumns, "failures" | "computed">>;

/** Computes a range when the test lets it, and fails as it says. Ranges have three cells at most. */
export const gatedExecutor: SweepExecutor = {
  kind: "gated",
  async prepare({ name, volatile, grid }, { runId }) {
    return {
      base: nameBase({ executor: "gated", name, grid, volatile: volatile ? runId : null }),
      codeHash: "gated 1",
      snapshotId: null,
      market: null,
      rangeTarget: { ms: 1000, firstCells: 3, maxCells: 3 },
      async compute(cells, { signal }) {
        const { failures, computed } = await passGate<RangeOutcome>(cells.numbers, signal);
        const first = { numbers: cells.numbers.slice(0, computed), params: cells.params.slice(0, computed) };
        return { ...numbersOf(first), failures, computed };
      },
    };
  },
  close: () => Promise.resolve(),
};
