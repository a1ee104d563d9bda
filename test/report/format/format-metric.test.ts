import { describe, expect, it } from "vitest";
import { SWEEP_METRICS, metricInfo } from "../../../src/engine/metrics/metric-catalogue.ts";
import { UNDEFINED_REASONS } from "../../../src/core/metrics/undefined-reason.ts";
import { formatMetric, formatUnit, reasonText } from "../../../src/report/format/format-metric.ts";

describe("a metric for people", () => {
  it("has the form of its unit", () => {
    expect(formatUnit(0.1234, "fraction")).toBe("12.3%");
    expect(formatUnit(12.34, "bps")).toBe("12.3 bps");
    expect(formatUnit(2737, "bars")).toBe("2,737");
    expect(formatUnit(51.96, "days")).toBe("52");
    expect(formatUnit(51.94, "days")).toBe("51.9");
    expect(formatUnit(12 / 1440, "days")).toBe("12 min");
    expect(formatUnit(1306.16, "money")).toBe("1,306");
    expect(formatUnit(0.6465, "ratio")).toBe("0.65");
    expect(formatUnit(69, "count")).toBe("69");
  });

  it("is a dash with the reason where it is undefined", () => {
    const source = { metrics: { sharpe: null }, reasons: { sharpe: "zero_variance" } } as const;
    expect(formatMetric(source, metricInfo("sharpe"))).toEqual({
      text: "–",
      hint: "Undefined: the returns do not vary",
    });
  });

  it("is a dash where it was never computed, or is no finite number", () => {
    const source = { metrics: { sharpe: Number.POSITIVE_INFINITY }, reasons: {} };
    expect(formatMetric(source, metricInfo("sharpe"))).toEqual({ text: "–", hint: "Not computed" });
    expect(formatMetric(source, metricInfo("cagr"))).toEqual({ text: "–", hint: "Not computed" });
  });

  it("is known for every id of the catalogue, and only for those", () => {
    expect(SWEEP_METRICS.map(({ id }) => metricInfo(id).label)).toEqual(SWEEP_METRICS.map(({ label }) => label));
    expect(() => metricInfo("nonsense" as "sharpe")).toThrow(RangeError);
  });

  it("has a different sentence for every reason", () => {
    expect(new Set(UNDEFINED_REASONS.map(reasonText)).size).toBe(UNDEFINED_REASONS.length);
  });
});
