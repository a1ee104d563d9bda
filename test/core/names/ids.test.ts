import { describe, expect, it } from "vitest";
import { newRunId, parseRunId, snapshotId } from "../../../src/core/names/ids.ts";

describe("run ids", () => {
  it("hold the UTC date, the UTC time and 8 hex digits", () => {
    const id = newRunId(new Date("2026-02-10T14:30:22.987Z"), () => Uint8Array.of(0xa3, 0xf8, 0xb2, 0xc1));
    expect(id).toBe("20260210_143022_a3f8b2c1");
    expect(parseRunId(id)).toBe(id);
  });

  it.each(["", "20260210_143022", "../etc/passwd", "20260210_143022_A3F8B2C1", "20260210_143022_a3f8b2c1\n"])(
    "refuses %j",
    (text) => {
      expect(parseRunId(text)).toBeNull();
    },
  );
});

describe("snapshot ids", () => {
  it("are 64 hex digits", () => {
    expect(snapshotId("ab".repeat(32))).toBe("ab".repeat(32));
    expect(() => snapshotId("ab")).toThrow(TypeError);
  });
});
