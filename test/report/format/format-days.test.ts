import { describe, expect, it } from "vitest";
import { formatDays, formatSpan } from "../../../src/report/format/format-days.ts";

const MINUTE = 1 / 1440;

describe("FAULTS 9: how long trades last", () => {
  it.each([
    [0, "0", "0 days"],
    [12 * MINUTE, "12 min", "12 min"],
    [1.5 * MINUTE, "1.5 min", "1.5 min"],
    [MINUTE / 3, "20 s", "20 s"],
    [90 * MINUTE, "1.5 h", "1.5 h"],
    [23 / 24, "23 h", "23 h"],
    [1, "1", "1 day"],
    [2.25, "2.3", "2.3 days"],
    [2190.4, "2,190", "2,190 days"],
    [Number.NaN, "–", "–"],
  ])("%d days: %s, %s", (days, alone, inText) => {
    expect([formatDays(days), formatSpan(days)]).toEqual([alone, inText]);
  });
});
