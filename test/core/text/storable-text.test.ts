import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storableJson } from "../../../src/core/text/storable-json.ts";
import { storableText } from "../../../src/core/text/storable-text.ts";

describe("FAULTS 2: text that cannot be stored", () => {
  it("keeps storable text, replaces NUL and half characters", () => {
    expect(storableText("naïve 🚀\n")).toBe("naïve 🚀\n");
    expect(storableText("a\0b")).toBe("a␀b");
    expect(storableText("0123456789🚀".slice(0, 11))).toBe("0123456789\uFFFD");
  });

  it("cuts between characters and says how much", () => {
    expect(storableText("ab🚀cd", 3)).toBe("ab… (4 more characters)");
    expect(storableText("x".repeat(5_000_000), 10)).toBe(`${"x".repeat(10)}… (4,999,990 more characters)`);
  });

  it("any value becomes JSON without what Postgres refuses", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
        const json = JSON.stringify(storableJson(value));
        expect(json.isWellFormed()).toBe(true);
        expect(/(?<!\\)(?:\\\\)*\\u(0000|d[89a-f])/i.test(json)).toBe(false);
      }),
    );
  });

  it("says in words what JSON cannot", () => {
    const ring: Record<string, unknown> = { n: 1n, nan: Number.NaN, none: undefined };
    ring["self"] = ring;
    expect(storableJson(ring)).toEqual({ n: "1", nan: null, self: "[circular]" });
  });
});
