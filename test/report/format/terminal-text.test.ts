import { describe, expect, it } from "vitest";
import { cutToWidth, displayWidth, padToWidth, printable } from "../../../src/report/format/terminal-text.ts";

describe("text on a terminal", () => {
  it("counts two columns for East Asian letters and emoji, one for letters with marks", () => {
    expect(["abc", "日本語", "e\u0301", "🚀"].map(displayWidth)).toEqual([3, 6, 1, 2]);
  });

  it("is cut by columns, never through a letter", () => {
    expect(cutToWidth("abcdef", 4)).toBe("abc…");
    expect(cutToWidth("日本語", 4)).toBe("日…");
    expect(cutToWidth("abcd", 4)).toBe("abcd");
  });

  it("is filled by columns", () => {
    expect(padToWidth("日", 4, "right")).toBe("  日");
    expect(padToWidth("ab", 4, "left")).toBe("ab  ");
  });

  it("has no signs that move the cursor or turn the text around", () => {
    expect(printable("a\u001b[2Jb\nc\u202ed")).toBe("a�[2Jb�c�d");
  });
});
