import { describe, expect, it } from "vitest";
import { askWhether, didYouMean, didYouMeanOf } from "../../../src/core/text/did-you-mean.ts";

describe("didYouMean", () => {
  it("asks about the nearest name, and is silent when none is near", () => {
    expect(didYouMean("sharp", ["cagr", "sharpe"])).toBe('Did you mean "sharpe"?');
    expect(didYouMean("volume", ["cagr", "sharpe"])).toBeNull();
    expect(didYouMean("sharp", [])).toBeNull();
  });

  it("goes before what there is, which is said in any case", () => {
    expect(didYouMeanOf("sharp", ["sharpe"], "There is sharpe.")).toBe('Did you mean "sharpe"? There is sharpe.');
    expect(didYouMeanOf("volume", ["sharpe"], "There is sharpe.")).toBe("There is sharpe.");
  });

  it("asks the same about what was found otherwise", () => {
    expect(askWhether("#publish")).toBe('Did you mean "#publish"?');
  });
});
