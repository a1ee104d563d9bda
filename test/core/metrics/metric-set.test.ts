import { describe, expect, it } from "vitest";
import { endlessValue, metricSet, rankingEnd } from "../../../src/core/metrics/metric-set.ts";
import { rankingMetrics } from "../../../src/report/ranking-table.ts";

const about = { version: 1, label: "", unit: "ratio" } as const;
const script = metricSet([
  { ...about, id: "tail", better: null, isStored: false },
  { ...about, id: "pnl", better: "higher", isStored: true },
  { ...about, id: "worst_day", better: "lower", isStored: true },
]);

describe("a set of metrics", () => {
  it("lists what is stored first, and finds by exact name", () => {
    expect(script.ids).toEqual(["pnl", "worst_day", "tail"]);
    expect(script.find("pnl")?.better).toBe("higher");
    expect(["PNL", "constructor", ""].map((name) => script.find(name))).toEqual([undefined, undefined, undefined]);
  });

  it("refuses two of one name", () => {
    const pnl = { ...about, id: "pnl", better: "higher", isStored: true } as const;
    expect(() => metricSet([pnl, pnl])).toThrow(RangeError);
  });

  it("ranks by the better end, and by the higher one where there is none", () => {
    expect(script.all.map(rankingEnd)).toEqual(["higher", "lower", "higher"]);
    expect(script.all.map(endlessValue)).toEqual([Infinity, -Infinity, Infinity]);
  });

  it("of a program with metrics of its own shows these in a ranking, what ranks first", () => {
    expect(rankingMetrics("tail", script).map(({ id }) => id)).toEqual(["tail", "pnl", "worst_day"]);
    expect(rankingMetrics("pnl", script).map(({ id }) => id)).toEqual(["pnl", "worst_day"]);
    expect(rankingMetrics("calmar").map(({ id }) => id)[0]).toBe("calmar");
  });
});
