import { describe, expect, it } from "vitest";
import { createProgress, progressLine } from "../../../src/cli/terminal/progress.ts";

const half = { done: 2475, total: 4950, failed: 0, cached: 0, elapsedMs: 500, running: [] };

describe("progressLine", () => {
  it("shows share, cells, rate and remaining time", () => {
    expect(progressLine(half)).toBe(
      "██████████████░░░░░░░░░░░░░░  50% · 2,475/4,950 cells · 4,950 cells/s · ETA 500ms",
    );
  });

  it("counts cached cells apart and not into the rate", () => {
    const line = progressLine({ done: 100, total: 100, failed: 2, cached: 90, elapsedMs: 1000, running: [] });
    expect(line).toContain("90 cached · 2 failed · 10 cells/s");
    expect(line).not.toContain("ETA");
  });

  it("is whole for a run without cells", () => {
    expect(progressLine({ done: 0, total: 0, failed: 0, cached: 0, elapsedMs: 0, running: [] })).toContain(
      "100% · 0/0 cells",
    );
  });
});

describe("progressLine in a narrow terminal", () => {
  it.each([120, 80, 60, 40, 12])("fits into %i columns", (width) => {
    const line = progressLine({ ...half, running: ["after.tearsheet", "after.publish"] }, width);
    expect(line.length).toBeLessThanOrEqual(width);
  });

  it("gives up the length of its bar first", () => {
    expect(progressLine(half, 64)).toBe("██████░░░░░  50% · 2,475/4,950 cells · 4,950 cells/s · ETA 500ms");
  });
});

describe("createProgress", () => {
  it("names the callback that runs, at the rate of the last cell", () => {
    const written: string[] = [];
    const display = createProgress({ isTTY: true, columns: 200, write: (text) => written.push(text) });
    display.update({ ...half, done: 4950, elapsedMs: 1000 });
    display.update({ ...half, done: 4950, elapsedMs: 9000, running: ["after.tearsheet"] });
    expect(written.at(-1)).toContain("4,950 cells/s · after.tearsheet");
    display.finish();
    expect(written.at(-2)).toMatch(/4,950 cells\/s$/);
  });

  it("redraws one line on a terminal", () => {
    const written: string[] = [];
    const display = createProgress({ isTTY: true, write: (text) => written.push(text) });
    display.update(half);
    display.update({ ...half, done: 4950 });
    display.finish();
    expect(written.every((text) => text === "\n" || text.startsWith("\r\u001B[2K"))).toBe(true);
    expect(written.at(-2)).toContain("4,950/4,950");
    expect(written.at(-1)).toBe("\n");
  });

  it("writes few plain lines elsewhere, and always the last state", () => {
    const written: string[] = [];
    const display = createProgress({ write: (text) => written.push(text) });
    for (let step = 1; step <= 1000; step++) display.update({ ...half, done: step, total: 1000, elapsedMs: step * 10 });
    display.finish();
    expect(written).toHaveLength(6);
    expect(written.at(-1)).toContain("1,000/1,000");
    expect(written.join("")).not.toContain("\u001B");
  });
});
