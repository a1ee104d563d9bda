import { describe, expect, it } from "vitest";
import { describeMetric } from "../../../../src/engine/metrics/metric-catalogue.ts";
import { convergenceChart } from "../../../../src/report/chart/search/convergence-chart.ts";
import { importanceChart } from "../../../../src/report/chart/search/importance-chart.ts";
import { parallelChart } from "../../../../src/report/chart/search/parallel-chart.ts";
import { tearsheetView } from "../../../../src/report/tearsheet-view.ts";
import { fixedInput, rankedCell } from "../../support/fixed-input.ts";

const SHARPE = describeMetric("sharpe");
const NAME = "<b>&fast";

/** Best first, as rankings are; found in the order of their numbers. */
const CELLS = Array.from({ length: 40 }, (_, cell) =>
  rankedCell(cell, { [NAME]: cell % 8, slow: cell }, (cell % 8) / 4),
).toSorted((a, b) => (b.metrics.sharpe ?? 0) - (a.metrics.sharpe ?? 0));

describe("the pictures of a search", () => {
  it("show the best so far, which never falls, and when it was found", () => {
    const figure = convergenceChart(CELLS, SHARPE);
    expect(figure?.note).toBe("1.75 after trial 8 of 40");
    const [, path = ""] = /d="M\d+ \d+l([^"]+)"/.exec(String(figure?.svg)) ?? [];
    const rises = [...path.matchAll(/-?\d+/g)].map(Number).filter((_, at) => at % 2 === 1);
    expect(rises.length).toBeGreaterThan(8);
    expect(rises.every((dy) => dy <= 0)).toBe(true);
  });

  it("name the parameter that moves the objective first, and escape it", () => {
    const svg = String(importanceChart(CELLS, [NAME, "slow"], SHARPE)?.svg);
    const names = [...svg.matchAll(/axis-name"[^>]*>([^:]+):/g)].map(([, name]) => name);
    expect(names).toEqual(["&lt;b&gt;&amp;fast", "slow"]);
    expect(svg).not.toContain("<b>");
  });

  it("draw a line per cell, the best in the strongest colour and last, at most 300", () => {
    const lines = [...String(parallelChart(CELLS, [NAME, "slow"], SHARPE)?.svg).matchAll(/class="line (s\d)"/g)];
    expect([lines.length, lines[0]?.[1], lines.at(-1)?.[1]]).toEqual([40, "s0", "s9"]);
    const many = Array.from({ length: 5000 }, (_, cell) => rankedCell(cell, { fast: cell, slow: -cell }, 5000 - cell));
    expect(
      String(parallelChart(many, ["fast", "slow"], SHARPE)?.svg).match(/class="line/g)?.length,
    ).toBeLessThanOrEqual(300);
  });

  it("are left out where there is nothing to draw", () => {
    expect(convergenceChart(CELLS.slice(0, 1), SHARPE)).toBeNull();
    expect(parallelChart(CELLS, [NAME], SHARPE)).toBeNull();
    expect(importanceChart([rankedCell(0, { fast: 1 }, null)], ["fast"], SHARPE)).toBeNull();
    expect(importanceChart(CELLS.slice(0, 5), [NAME, "slow"], SHARPE)?.svg).toBeNull();
  });

  it("belong to a search alone, and best so far to one that has an order of time", () => {
    const of = (search: "tpe" | "successive_halving" | undefined) =>
      tearsheetView(fixedInput({ ranked: CELLS, axes: [NAME, "slow"], ...(search !== undefined && { search }) }), "")
        .grid?.search;
    expect(of(undefined)).toBeNull();
    expect(of("tpe")?.convergence).not.toBeNull();
    expect(of("successive_halving")?.convergence).toBeNull();
  });
});
