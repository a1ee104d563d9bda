import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type QuietHours, quietUntil } from "../../../src/core/time/quiet-hours.ts";

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const NIGHT: QuietHours = { fromMinute: 22 * 60, toMinute: 7 * 60, timezone: "Europe/Berlin", days: EVERY_DAY };

function until(now: string, changes: Partial<QuietHours> = {}): string | null {
  return quietUntil({ now: new Date(now), hours: { ...NIGHT, ...changes } })?.toISOString() ?? null;
}

describe("quietUntil", () => {
  it("holds from the evening to the morning of the zone, winter and summer", () => {
    expect(until("2026-01-15T20:59:59Z")).toBeNull();
    expect(until("2026-01-15T21:00:00Z")).toBe("2026-01-16T06:00:00.000Z");
    expect(until("2026-01-16T05:59:59.999Z")).toBe("2026-01-16T06:00:00.000Z");
    expect(until("2026-01-16T06:00:00Z")).toBeNull();
    expect(until("2026-07-15T20:00:00Z")).toBe("2026-07-16T05:00:00.000Z");
  });

  it("ends by the clock on the wall in the nights in which it is moved", () => {
    expect(until("2026-03-28T23:00:00Z")).toBe("2026-03-29T05:00:00.000Z");
    expect(until("2026-10-24T22:00:00Z")).toBe("2026-10-25T06:00:00.000Z");
  });

  it("is over with the first moment after an hour that is skipped, and is quiet in both hours that are one", () => {
    const early = { fromMinute: 60, toMinute: 150 };
    expect(until("2026-03-29T00:30:00Z", early)).toBe("2026-03-29T01:00:00.000Z");
    expect(until("2026-10-25T00:15:00Z", early)).toBe("2026-10-25T00:30:00.000Z");
    expect(until("2026-10-25T01:15:00Z", early)).toBe("2026-10-25T01:30:00.000Z");
  });

  it("belongs to the day on which it begins", () => {
    const weekend = { days: [6] };
    expect(until("2026-01-17T22:00:00Z", weekend)).toBe("2026-01-18T06:00:00.000Z");
    expect(until("2026-01-18T05:00:00Z", weekend)).toBe("2026-01-18T06:00:00.000Z");
    expect(until("2026-01-17T05:00:00Z", weekend)).toBeNull();
    expect(until("2026-01-18T22:00:00Z", weekend)).toBeNull();
  });

  it("goes on through days that follow each other, and says so when it never ends", () => {
    const whole = { fromMinute: 0, toMinute: 1440, timezone: "UTC" };
    expect(until("2026-01-17T12:00:00Z", { ...whole, days: [6, 0] })).toBe("2026-01-19T00:00:00.000Z");
    expect(() => until("2026-01-17T12:00:00Z", whole)).toThrow("never end");
  });

  it("knows zones with odd offsets", () => {
    expect(until("2026-01-15T17:00:00Z", { timezone: "Asia/Kathmandu" })).toBe("2026-01-16T01:15:00.000Z");
  });

  it("ends at the first minute that is not quiet: every minute before is", () => {
    const moment = fc.integer({ min: Date.UTC(2026, 2, 27) / 60_000, max: Date.UTC(2026, 2, 31) / 60_000 });
    const hours = fc.record({
      fromMinute: fc.integer({ min: 0, max: 1439 }),
      toMinute: fc.integer({ min: 1, max: 1440 }),
      timezone: fc.constantFrom("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"),
      days: fc.subarray(EVERY_DAY, { minLength: 1, maxLength: 5 }),
    });
    fc.assert(
      fc.property(moment, hours, (minute, spec) => {
        const now = new Date(minute * 60_000);
        const end = quietUntil({ now, hours: spec });
        if (end === null) return;
        expect(quietUntil({ now: end, hours: spec })).toBeNull();
        const between = new Date((now.getTime() + end.getTime()) / 2);
        expect(quietUntil({ now: between, hours: spec })).toEqual(end);
      }),
      { numRuns: 40 },
    );
  });
});
