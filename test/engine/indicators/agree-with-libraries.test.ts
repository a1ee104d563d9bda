import { describe, expect, it } from "vitest";
import { INDICATOR_FACTS } from "../../../src/engine/indicators/catalogue/indicator-facts.ts";
import { comparedColumns, furthestApart } from "./support/compared-columns.ts";
import { golden } from "./support/golden-series.ts";

/** Of the largest value of the column. */
const TOLERANCE = 1e-9;

describe.each(Object.keys(golden.series))("on the series %s", (series) => {
  it.each(INDICATOR_FACTS.map((entry) => [entry.name, entry] as const))("%s is that of its source", (_, entry) => {
    const compared = comparedColumns(entry, series);
    expect(compared.length).toBeGreaterThan(0);
    for (const { column, ours, theirs } of compared) {
      expect(ours, column).toHaveLength(theirs.length);
      expect(Array.from(ours, Number.isNaN), `${column}: where it is known`).toEqual(
        theirs.map((value) => value === null),
      );
      expect(furthestApart(ours, theirs), column).toBeLessThanOrEqual(TOLERANCE);
    }
  });
});
