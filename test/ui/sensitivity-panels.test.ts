import { describe, expect, it } from "vitest";
import { sampleSensitivity } from "../../ui/dev/fixtures/sensitivities.ts";
import { apart, panelsOf, rangeOf } from "../../ui/src/screens/run/studies/sensitivity-panels.ts";

const found = sampleSensitivity();
const breakEvenAt = (bps: number | null) =>
  panelsOf({ ...found, statistics: { ...found.statistics, break_even_bps: bps } }, "total_return")[1];

describe("panels of worse execution", () => {
  it("begin with the execution as it was, and leave out what was refused", () => {
    const [late, dear, missed] = panelsOf(found, "sharpe");
    expect(late?.points.map(({ amount, value }) => [amount, value])).toEqual([
      [0, 0.58],
      [1, 0.54],
      [2, 0.47],
      [5, 0.31],
    ]);
    expect(dear?.points.every(({ worst }) => worst === null)).toBe(true);
    expect(missed?.points.map(({ worst }) => worst)).toEqual([0.58, 0.33, 0.21, -0.04]);
    expect(rangeOf([late, dear, missed].flatMap((panel) => panel ?? []))).toEqual([-0.04, 0.58]);
    const refused = found.rows.map((row) => ({ ...row, refused: "no such profile" }));
    expect(panelsOf({ ...found, rows: refused }, "sharpe")).toEqual([]);
  });

  it("reach to the break-even cost of the return, unless what was tried would be a dot beside it", () => {
    expect(breakEvenAt(97.8)).toMatchObject({ breakEven: 97.8, to: 97.8 });
    expect(breakEvenAt(12)).toMatchObject({ breakEven: 12, to: 20 });
    for (const bps of [120.1, 0, -40, null]) expect(breakEvenAt(bps)).toMatchObject({ breakEven: null, to: 20 });
    expect(panelsOf(found, "sharpe")[1]).toMatchObject({ breakEven: null, to: 20 });
  });

  it("have a gap where a figure is undefined", () => {
    const rows = found.rows.map((row) => ({ ...row, figures: { ...row.figures, sharpe: null } }));
    expect(panelsOf({ ...found, rows }, "sharpe")[0]?.points.map(({ value }) => value)).toEqual([
      0.58,
      null,
      null,
      null,
    ]);
    expect(panelsOf({ ...found, real: {}, rows }, "sharpe")[0]?.points[0]?.value).toBeNull();
  });

  it("write the words that have room, the most important first", () => {
    const marks = [0.5, 0.55, 0, 0.1, 1].map((place) => ({ place }));
    expect(apart(marks, 0.12).map(({ place }) => place)).toEqual([0.5, 0, 1]);
  });
});
