import { metricInfo } from "../../../src/engine/metrics/metric-catalogue.ts";
import { describe, expect, it } from "vitest";
import { objectiveSpread } from "../../../src/report/chart/objective-spread.ts";
import { accountOf, cellWith, metricsWith, rankedCell } from "../support/fixed-input.ts";

const SHARPE = metricInfo("sharpe");
const cells = [0.9, 0.8, 0.5, 0.4, 0.3, 0.2, 0.1, -0.4].map((sharpe, cell) => rankedCell(cell, { cell }, sharpe));

describe("the spread of the objective", () => {
  it("marks best, median and buy and hold, and counts the cells that beat it", () => {
    const market = accountOf([1000], metricsWith({ sharpe: 0.45 }));
    const figure = objectiveSpread(cells, market, SHARPE);
    expect(figure?.legend.map(({ label }) => label)).toEqual(["Best 0.90", "Median 0.35", "Buy and hold 0.45"]);
    expect(figure?.note).toBe("3 of 8 cells (37.5%) beat buy and hold");
  });

  it("counts the lower ones where less is better", () => {
    const falls = cells.map(({ cell, params }) => cellWith(cell, params, { max_drawdown: (cell + 1) / 10 }));
    const market = accountOf([1000], metricsWith({ max_drawdown: 0.25 }));
    expect(objectiveSpread(falls, market, metricInfo("max_drawdown"))?.note).toContain("2 of 8 cells");
  });

  it("is left out for a handful of cells", () => {
    expect(objectiveSpread(cells.slice(1), null, SHARPE)).toBeNull();
  });
});
