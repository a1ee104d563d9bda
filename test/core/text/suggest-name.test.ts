import { describe, expect, it } from "vitest";
import { askWhether, questionAfter, suggestName } from "../../../src/core/text/suggest-name.ts";

describe("suggestName", () => {
  it("asks about the nearest name, and says which are known when none is near", () => {
    expect(suggestName("sharp", ["cagr", "sharpe"])).toBe('Did you mean "sharpe"?');
    expect(suggestName("volume", ["cagr", "sharpe"])).toBe("Known: cagr, sharpe.");
    expect(suggestName("sharp", [])).toBe("Known: none.");
  });

  it("says other things where they help more", () => {
    expect(suggestName("sharp", ["sharpe"], { otherwise: "Write its name." })).toBe('Did you mean "sharpe"?');
    expect(suggestName("volume", ["sharpe"], { otherwise: "Write its name." })).toBe("Write its name.");
    expect(suggestName("sharp", ["sharpe"], { always: "There is sharpe." })).toBe(
      'Did you mean "sharpe"? There is sharpe.',
    );
    expect(suggestName("volume", ["sharpe"], { always: "There is sharpe." })).toBe("There is sharpe.");
  });

  it("asks the same about what was found otherwise, and nothing about what is like nothing", () => {
    expect(askWhether("#publish")).toBe('Did you mean "#publish"?');
    expect(questionAfter("sharp", ["sharpe"])).toBe('Did you mean "sharpe"?');
    expect(questionAfter("volume", ["sharpe"])).toBeNull();
  });
});
