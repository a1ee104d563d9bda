import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeBars, encodeBars } from "../../../src/executors/aws-batch/files/bars-file.ts";
import { decodeColumns, encodeColumns } from "../../../src/executors/aws-batch/files/columns-file.ts";
import { cellsOfChild, childrenOf } from "../../../src/executors/aws-batch/files/input-file.ts";
import { decodeManifest } from "../../../src/executors/aws-batch/files/manifest-file.ts";
import { decodeTyped, encodeTyped } from "../../../src/executors/aws-batch/files/typed-json.ts";
import { mergeChildren } from "../../../src/executors/aws-batch/jobs/merge-children.ts";
import { paramsEnv } from "../../../src/executors/aws-batch/jobs/submit-job.ts";
import type { CellColumns } from "../../../src/executors/executor.ts";
import { sampleSnapshot } from "../../support/sample-bars.ts";

const bits = (values: Float64Array): readonly bigint[] => [...new BigUint64Array(values.slice().buffer)];

function columnsOf(values: readonly number[], changes: Partial<CellColumns> = {}): CellColumns {
  const column = {
    values: Float64Array.from(values),
    reasons: Uint8Array.from(values, (v) => Number(Number.isNaN(v))),
  };
  return { metrics: new Map([["sharpe", column]]), refusals: [], failures: [], ...changes };
}

describe("files of jobs", () => {
  it("keep every double to the last bit", () => {
    fc.assert(
      fc.property(fc.float64Array({ maxLength: 50 }), (values) => {
        const back = decodeTyped(encodeTyped({ a: [values] })) as { readonly a: readonly Float64Array[] };
        expect(bits(back.a[0] ?? new Float64Array())).toEqual(bits(values));
      }),
    );
  });

  it("keep bars, and refuse others than those of their name", () => {
    const { bars } = sampleSnapshot();
    const { bytes, sha256 } = encodeBars(bars);
    expect(decodeBars(bytes, sha256)).toEqual(bars);
    expect(() => decodeBars(bytes, "0".repeat(64))).toThrow("not those that the job was planned with");
    expect(encodeBars(bars).sha256).toBe(sha256);
  });

  it("keep columns, and say of anything else that it is no result", () => {
    const columns = columnsOf([1, Number.NaN], {
      refusals: [{ index: 1, refused: { no_cash: 3 } }],
      failures: [{ index: 0, code: "STRATEGY_FAILED", message: "ü" }],
      blockSums: { cells: 2, blocks: 1, sum: Float64Array.of(1, 2), sumOfSquares: Float64Array.of(3, 4) },
    });
    expect(decodeColumns(encodeColumns(columns))).toEqual(columns);
    for (const text of [
      "",
      "{",
      "[]",
      "{}",
      '{"metrics":[["a",{}]],"refusals":[],"failures":[]}',
      '{"metrics":[],"refusals":[],"failures":[1]}',
    ]) {
      expect(() => decodeColumns(Buffer.from(text)), text).toThrow(/The job's file of results cannot be read/);
    }
  });

  it("are no manifest unless they are one as a whole", () => {
    const good = { version: 1, name: "n", index: 0, files: [{ key: "k", size: 1, sha256: "s" }] };
    expect(decodeManifest(Buffer.from(JSON.stringify(good)))).toEqual(good);
    for (const bad of [{ ...good, version: 2 }, { ...good, files: [{}] }, { ...good, files: 1 }, null]) {
      expect(decodeManifest(Buffer.from(JSON.stringify(bad)))).toBeNull();
    }
    expect(decodeManifest(Buffer.from('{"version":1'))).toBeNull();
  });
});

describe("cells", () => {
  it("are shared out among children without a gap", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 60 }), (count, cellsPerJob) => {
        const cells = Array.from({ length: count }, (_, number) => ({ number, params: "{}" }));
        const input = { version: 1, runId: "", name: "", cellsPerJob, cells, work: undefined as never } as const;
        const shares = Array.from({ length: childrenOf(input) }, (_, index) => cellsOfChild(input, index));
        expect(shares.flat()).toEqual(cells);
        expect(shares.every((share) => share.length > 0)).toBe(true);
      }),
    );
  });

  it("come back to their places, those of which nobody tells with a reason", () => {
    const lost = { code: "JOB_LOST", message: "gone" } as const;
    const merged = mergeChildren(
      { numbers: [10, 11, 12, 13] },
      [
        {
          numbers: [12, 13],
          columns: columnsOf([3, 4], { failures: [{ index: 1, code: "CELL_TIMEOUT", message: "x" }] }),
        },
        { numbers: [11], failure: { code: "OUT_OF_MEMORY", message: "full" } },
      ],
      lost,
    );
    expect([...(merged.metrics.get("sharpe")?.values ?? [])]).toEqual([Number.NaN, Number.NaN, 3, 4]);
    expect(merged.failures).toEqual([
      { index: 3, code: "CELL_TIMEOUT", message: "x" },
      { index: 1, code: "OUT_OF_MEMORY", message: "full" },
      { index: 0, ...lost },
    ]);
  });

  it("have their parameters as variables where they fit", () => {
    expect(paramsEnv('{"fast":5,"mode":"a b=$(x)\\n"}')).toEqual({
      PARAM_FAST: "5",
      PARAM_MODE: "a b=$(x)\n",
      BACKTEST_PARAMS: '{"fast":5,"mode":"a b=$(x)\\n"}',
    });
    expect(paramsEnv(JSON.stringify({ long: "x".repeat(30_000) }))).toEqual({});
  });
});
