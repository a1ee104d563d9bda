import { describe, expect, it } from "vitest";
import { percentHint } from "../../../src/factory/diagnostics/percent-hint.ts";

describe("a percentage where a fraction is wanted", () => {
  it("is told as the fraction that it is", () => {
    expect(percentHint(5, 1)).toBe("It is a fraction: 0.05 is 5 %.");
    expect(percentHint("0.5%", 1)).toBe("It is a fraction: 0.005 is 0.5 %.");
    expect(percentHint("2 %", undefined)).toBe("It is a fraction: 0.02 is 2 %.");
  });

  it("is not seen in what cannot have been one, nor where more than 1 is allowed", () => {
    expect(percentHint(5, 10_000)).toBeNull();
    expect(percentHint(5, undefined)).toBeNull();
    expect(percentHint(101, 1)).toBeNull();
    expect(percentHint(-0.5, 1)).toBeNull();
    expect(percentHint("five", 1)).toBeNull();
    expect(percentHint("5%", 10_000)).toBeNull();
  });
});
