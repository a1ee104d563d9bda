import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { equityOf } from "../../../../src/engine/metrics/series/returns.ts";
import { seriesMetrics } from "../../../../src/engine/metrics/series/series-metrics.ts";
import { expectSameFigures } from "../../support/golden-trades.ts";
import { DAY_MS } from "../../support/sample-bars.ts";

/** What empyrical and SciPy made of the cases; written by `bench/peers/statistics_golden.py`. */
interface Golden {
  readonly cases: readonly {
    readonly kind: string;
    readonly returns: readonly number[];
    readonly benchmark: readonly number[];
    /** By the name of our metric, 252 bars a year. Null is no finite number. */
    readonly figures: Readonly<Record<string, number | null>>;
  }[];
}

/** `STATISTICS_GOLDEN` names another file of the same form, such as one of hundreds of cases. */
const file = process.env["STATISTICS_GOLDEN"] ?? new URL("../../golden/statistics.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(file, "utf8")) as Golden;

describe("the metrics of a series of returns", () => {
  it.each(cases.map((expected, index) => [index, expected.kind, expected] as const))(
    "are those of empyrical and SciPy in case %i (%s)",
    (_, __, { returns, benchmark, figures }) => {
      const series = {
        time: Float64Array.from(returns, (___, bar) => bar * DAY_MS),
        equity: equityOf(Float64Array.from(returns), 1),
        initialCapital: 1,
        barsPerYear: 252,
      };
      const { metrics } = seriesMetrics(series, { benchmark: equityOf(Float64Array.from(benchmark), 1) });
      expectSameFigures(metrics, figures);
    },
  );
});
