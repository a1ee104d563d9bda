import { describe, expect, it } from "vitest";
import { probabilisticSharpe } from "../../src/analytics/overfitting/probabilistic-sharpe.ts";
import { seriesMetrics } from "../../src/engine/metrics/series/series-metrics.ts";
import type { Documents } from "../../src/contract/documents.ts";
import type { MetricId } from "../../src/engine/metrics/metric-catalogue.ts";
import { createCliProject } from "./support/nightgrid.ts";

const project = await createCliProject();

/** A hundred days of bars of six hours. */
const PRICES = Array.from({ length: 400 }, (_, bar) => {
  const close = 100 + 0.02 * bar + 10 * Math.sin(bar / 9) + 4 * Math.sin(bar / 3.7);
  const time = new Date(Date.UTC(2021, 2, 1) + bar * 6 * 3_600_000).toISOString();
  return [time, ...[close, close + 0.5, close - 0.5, close].map((price) => price.toFixed(4))].join(",");
});

const DAG = (more: string) => `
id: intraday
backtest:
  strategy: sma_cross
  data: { csv: ./prices.csv, timeframe: 6h }
  param_grid: { fast: [5, 8], slow: [20, 30] }
  risk_free_rate: 0.03
${more}
`;

/** @throws Error where it is undefined */
function bestOf({ best }: Documents["run"], id: MetricId): number {
  const value = best?.metrics?.[id];
  if (typeof value === "number") return value;
  throw new Error(`The best cell has no ${id}.`);
}

describe("a DAG on bars of six hours", { timeout: 60_000 }, () => {
  it("is measured on the last equity of each day, and judged by days", async () => {
    project.write("prices.csv", ["time,open,high,low,close", ...PRICES].join("\n"));
    const file = project.write("intraday.yaml", DAG(""));
    const { document, stderr } = await project.json("run", ["run", file]);
    expect(stderr).toContain(
      "400 bars (2021-03-01 … 2021-06-08), measured by day, 365 a year, above 3.00%; none cached",
    );
    const plan = await project.json("plan", ["plan", file]);
    expect(plan.document.backtests).toMatchObject([{ sampling: "day", per_year: 365, risk_free_rate: 0.03 }]);
    const curve = await project.json("equity", ["trades", "--equity"]);
    const rows = curve.document.equity;
    const lastOfDays = rows.filter(({ time }) => time.includes("T18:"));
    const { metrics: daily } = seriesMetrics(
      {
        time: Float64Array.from(lastOfDays, ({ time }) => Date.parse(time)),
        equity: Float64Array.from(lastOfDays, ({ equity }) => equity ?? Number.NaN),
        initialCapital: 1_000_000,
        barsPerYear: 365,
      },
      { riskFreeRate: 0.03 },
    );
    for (const id of ["sharpe", "sortino", "volatility", "skew", "kurtosis"] as const) {
      expect(bestOf(document, id), id).toBeCloseTo(daily[id] ?? Number.NaN, 9);
    }
    const track = { sharpe: bestOf(document, "sharpe") / Math.sqrt(365), observations: 100 };
    const psr = probabilisticSharpe({
      ...track,
      skew: bestOf(document, "skew"),
      kurtosis: bestOf(document, "kurtosis"),
    });
    expect(document.rankings[0]?.statistics?.psr).toBeCloseTo(psr.value ?? Number.NaN, 12);
  });

  it("is measured on every bar on demand, which is another result", async () => {
    const { document } = await project.json("run", ["run", project.write("intraday.yaml", DAG("  sampling: bar"))]);
    expect(document.cells).toMatchObject({ cached: 0, succeeded: 4 });
    const again = await project.json("run", ["run", project.write("intraday.yaml", DAG(""))]);
    expect(again.document.cells).toMatchObject({ cached: 4 });
    expect(bestOf(again.document, "volatility")).not.toBeCloseTo(bestOf(document, "volatility"), 3);
    expect(bestOf(again.document, "max_drawdown")).toBe(bestOf(document, "max_drawdown"));
  });
});
