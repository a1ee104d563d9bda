import { describe, expect, it } from "vitest";
import { compareResults, type GoldenResults } from "../../../src/analytics/regression/compare-results.ts";

const golden: GoldenResults = {
  createdAt: "2026-01-01T00:00:00Z",
  versions: { sharpe: 1, cagr: 1, omega: 1 },
  cells: {
    '{"fast":5}': { sharpe: 1, cagr: 0.1, omega: 1.2 },
    '{"fast":10}': { sharpe: null, cagr: 0, omega: 1.1 },
  },
};
const now = new Date("2026-03-01T12:00:00Z");

describe("comparing with golden results", () => {
  it("finds nothing when nothing changed", () => {
    expect(compareResults(golden, golden, { now })).toEqual({
      same: true,
      changes: [],
      missingCells: [],
      addedCells: [],
      incomparable: [],
      ageDays: 59,
      stale: false,
    });
  });

  it("says which metric of which cell changed, and by how much", () => {
    const cells = {
      '{"fast":5}': { sharpe: 1.5, cagr: 0.1, omega: 1.2 },
      '{"fast":10}': { sharpe: 0.3, cagr: 0.2, omega: 1.1 },
    };
    expect(compareResults(golden, { ...golden, cells }, { now }).changes).toEqual([
      { cell: '{"fast":5}', metric: "sharpe", before: 1, after: 1.5, difference: 0.5, relative: 0.5 },
      { cell: '{"fast":10}', metric: "sharpe", before: null, after: 0.3, difference: null, relative: null },
      { cell: '{"fast":10}', metric: "cagr", before: 0, after: 0.2, difference: 0.2, relative: null },
    ]);
  });

  it("does not compare metrics that were redefined or are new", () => {
    const current = {
      versions: { sharpe: 2, cagr: 1, omega: 1, sqn: 1 },
      cells: { ...golden.cells, '{"fast":5}': { sharpe: 9, cagr: 0.1, omega: 1.2, sqn: 3 } },
    };
    expect(compareResults(golden, current, { now })).toMatchObject({ same: true, incomparable: ["sharpe", "sqn"] });
  });

  it("names cells that are gone and new ones", () => {
    const cells = { '{"fast":5}': golden.cells['{"fast":5}'] ?? {}, '{"fast":7}': {} };
    expect(compareResults(golden, { ...golden, cells }, { now })).toMatchObject({
      same: false,
      missingCells: ['{"fast":10}'],
      addedCells: ['{"fast":7}'],
    });
  });

  it("lets a change within the tolerance pass, and no larger one", () => {
    const cells = { ...golden.cells, '{"fast":5}': { sharpe: 1 + 1e-10, cagr: 0.1, omega: 1.2 } };
    const within = (relative: number) =>
      compareResults(golden, { ...golden, cells }, { now, tolerance: { absolute: 0, relative } }).same;
    expect([within(0), within(1e-11), within(1e-9)]).toEqual([false, false, true]);
  });

  it("calls results older than 90 days stale", () => {
    const days = ["2026-04-01", "2026-04-02"];
    const stale = days.map((day) => compareResults(golden, golden, { now: new Date(day) }).stale);
    expect(stale).toEqual([false, true]);
  });
});
