import { metricInfo } from "../../../src/engine/metrics/metric-catalogue.ts";
import { describe, expect, it } from "vitest";
import { parameterMap } from "../../../src/report/chart/parameter-map.ts";
import { parameterPlane } from "../../../src/report/chart/parameter-plane.ts";
import { cellWith, rankedCell } from "../support/fixed-input.ts";

const SHARPE = metricInfo("sharpe");

function mapOf(cells: Parameters<typeof parameterPlane>[0], axes: readonly string[]) {
  const plane = parameterPlane(cells, axes, "sharpe");
  if (plane === null) throw new Error("no plane");
  return parameterMap(plane, SHARPE);
}

describe("the parameter map", () => {
  const square = [
    rankedCell(0, { a: 2, b: 2 }, 0.9),
    rankedCell(1, { a: 1, b: 2 }, 0.5),
    rankedCell(2, { a: 2, b: 1 }, 0.25),
    rankedCell(3, { a: 1, b: 1 }, -0.1),
  ];

  it("prints the number of every cell of a small grid and frames the best at its place", () => {
    const svg = mapOf(square, ["a", "b"]).svg?.toString() ?? "";
    const texts = [...svg.matchAll(/<text class="cell[^>]*>([^<]*)</g)].map((match) => match[1]);
    expect(texts).toEqual(["−0.10", "0.25", "0.50", "0.90"]);
    expect(svg).toContain('<rect class="chosen" x="50%" y="0%" width="50%" height="50%"/>');
  });

  it("draws one square a cell, rows from the bottom", () => {
    const svg = mapOf(square, ["a", "b"]).svg?.toString() ?? "";
    expect(svg).toContain('<path class="s9" d="M1 0h1v1h-1z"/>');
    expect(svg).toContain('<path class="s0" d="M0 1h1v1h-1z"/>');
  });

  it("stays small with 10,000 cells", () => {
    const cells = Array.from({ length: 10_000 }, (_, cell) =>
      rankedCell(cell, { a: cell % 100, b: Math.floor(cell / 100) }, 1 - cell / 10_000),
    );
    expect(mapOf(cells, ["a", "b"]).svg?.toString().length).toBeLessThan(200_000);
  });

  it("says over which parameters the best was taken", () => {
    const cells = [1, 2].flatMap((a) =>
      [1, 2].flatMap((b) => [1, 2].map((c) => rankedCell(0, { a, b, c }, a * 4 + b * 2 + c / 9))),
    );
    expect(mapOf(cells.toReversed(), ["a", "b", "c"]).note).toBe("Sharpe, the best over c");
  });

  it("frames the lowest value where less is better", () => {
    const cells = [0.1, 0.3].map((value, a) => cellWith(a, { a, b: a }, { max_drawdown: value }));
    const plane = parameterPlane(cells, ["a", "b"], "max_drawdown");
    const svg = plane && parameterMap(plane, metricInfo("max_drawdown")).svg?.toString();
    expect(svg).toContain('<rect class="chosen" x="0%" y="50%"');
  });

  it("is a line over a single axis, with a dot a value", () => {
    const figure = mapOf(
      [rankedCell(0, { a: 1 }, 1), rankedCell(1, { a: 2 }, 0.5), rankedCell(2, { a: 3 }, null)],
      ["a"],
    );
    expect(figure.svg?.toString().match(/<circle/g)).toHaveLength(2);
  });
});
