import { describe, expect, it } from "vitest";
import { isPrintable, printable, printableJson, printableLine } from "../../../src/core/text/printable.ts";

describe("FAULTS 8.8: what a terminal is shown", () => {
  it("writes controls and direction marks out", () => {
    expect(printable("a\u001b[2J\r\u009b\u202eb\n\tc")).toBe(String.raw`a\u001b[2J\u000d\u009b\u202eb` + "\n\tc");
    expect(printableLine("a\nforged")).toBe("a\n    forged");
    expect(JSON.parse(printableJson(JSON.stringify("\u009b\u202e\n")))).toBe("\u009b\u202e\n");
    expect(["a.csv", "a\nb", "a\u200fb", "\ud83d"].map(isPrintable)).toEqual([true, false, false, false]);
  });
});
