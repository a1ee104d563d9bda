import { nameBase } from "../../../src/executors/name-base.ts";
import type { CellColumns } from "../../../src/executors/executor.ts";
import type { SweepExecutor } from "../../../src/runs/run-deps.ts";
import { numbersOf } from "../../support/executors/number-executor.ts";
import { passGate } from "./gated-work.ts";

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
        const failures = await passGate<CellColumns["failures"]>(cells.numbers, signal);
        return { ...numbersOf(cells), failures };
      },
    };
  },
  close: () => Promise.resolve(),
};
