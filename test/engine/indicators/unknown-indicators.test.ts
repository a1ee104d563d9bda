import { describe, expect, it } from "vitest";
import { indicatorCache } from "../../../src/engine/indicators/indicator-cache.ts";

/** As code without types sees them. */
const untyped = (): Record<string, unknown> => indicatorCache() as unknown as Record<string, unknown>;

describe("FAULTS 6.12: an indicator that there is not", () => {
  it.each([
    ["gaussian", "There is no indicators.gaussian. There are ad, adosc, adx"],
    ["bollinger", "There is no indicators.bollinger. It is called bbands here: indicators.bbands"],
    ["TRUE_RANGE", "It is called trange here"],
    ["vwap", "bars.session.vwap()"],
    ["SMA", 'There is no indicators.SMA. Did you mean "sma"?'],
    ["hihgest", 'Did you mean "highest"?'],
  ])("%s is answered with those that there are", (name, message) => {
    expect(() => untyped()[name]).toThrow(message);
  });

  it("what the language asks of any object is answered as ever", async () => {
    const indicators = untyped();
    expect(await Promise.resolve(indicators)).toBe(indicators);
    expect(() => JSON.stringify(indicators)).not.toThrow();
    expect(Object.prototype.toString.call(indicators)).toBe("[object Object]");
    expect("gaussian" in indicators).toBe(false);
    expect(Object.keys(indicators)).toContain("sma");
  });
});
