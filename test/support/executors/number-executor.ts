import type { Params } from "../../../src/core/params/param-spec.ts";
import { nameBase } from "../../../src/executors/name-base.ts";
import type { CellColumn, CellColumns, CellRange } from "../../../src/executors/executor.ts";
import type { SweepExecutor } from "../../../src/runs/run-deps.ts";

export interface NumberExecutor extends SweepExecutor {
  /** Of each range, the numbers of its cells. */
  readonly ranges: readonly (readonly number[])[];
}

/**
 * Computes without bars: `score` is fast × slow, `ratio` fast ÷ slow, undefined above one; the cell of `fast` 13 fails.
 *
 * @param change what it answers instead
 */
export function numberExecutor(change: (columns: CellColumns) => CellColumns = (columns) => columns): NumberExecutor {
  const ranges: (readonly number[])[] = [];
  return {
    kind: "numbers",
    ranges,
    async prepare(backtest, { runId }) {
      return {
        base: nameBase({ executor: "numbers", version: 1, volatile: backtest.volatile ? runId : null }),
        codeHash: "numbers 1",
        snapshotId: null,
        market: null,
        rangeTarget: { ms: 1, firstCells: 2, maxCells: 2 },
        async compute(cells) {
          ranges.push(cells.numbers);
          return change(numbersOf(cells));
        },
      };
    },
    close: () => Promise.resolve(),
  };
}

export function numbersOf({ params }: CellRange): CellColumns {
  const cells = params.map((text) => JSON.parse(text) as Params).map(({ fast, slow }) => [Number(fast), Number(slow)]);
  const column = (of: (fast: number, slow: number) => number): CellColumn => {
    const values = Float64Array.from(cells, ([fast = 0, slow = 0]) => of(fast, slow));
    return { values, reasons: new Uint8Array(values.length) };
  };
  return {
    metrics: new Map([
      ["score", column((fast, slow) => fast * slow)],
      ["ratio", column((fast, slow) => (fast > slow ? Number.POSITIVE_INFINITY : fast / slow))],
    ]),
    refusals: [],
    failures: cells.flatMap(([fast], index) =>
      fast === 13 ? [{ index, code: "EXECUTOR_FAILED" as const, message: "13 is no number" }] : [],
    ),
  };
}
