import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CronScheduleSpec } from "../../../src/factory/dag-spec.ts";
import { cronSlots } from "../../../src/runs/schedule/cron-slots.ts";

interface GoldenRow {
  readonly zone: string;
  readonly from: string;
  readonly until: string;
  readonly cron: string;
  readonly slots: string;
}

/** Worked out by Python's zoneinfo, minute by minute: see golden/generate.py. */
const golden = JSON.parse(
  readFileSync(new URL("golden/clock-changes.json", import.meta.url), "utf8"),
) as readonly GoldenRow[];

function scheduleOf(cron: string, timezone: string): CronScheduleSpec {
  return { cron, timezone, missed: "all", overlap: "skip", dayMode: null };
}

function slotsBetween({ cron, zone, from, until }: GoldenRow) {
  const found = [];
  for (const slot of cronSlots(scheduleOf(cron, zone), Date.parse(from) - 1)) {
    if (slot.at >= Date.parse(until)) return found;
    found.push(slot);
  }
  return found;
}

const minute = (time: number) => `${new Date(time).toISOString().slice(0, 16)}Z`;

describe("slots where clocks are changed", () => {
  it.each(golden.map((row) => [`${row.cron} in ${row.zone} from ${row.from}`, row] as const))("%s", (_, row) => {
    const found = slotsBetween(row).map(({ at }) => minute(at));
    expect(found.join(" ")).toBe(row.slots);
  });

  it("has changes in seven zones, with slots that move, and that come twice", () => {
    expect(new Set(golden.map(({ zone }) => zone)).size).toBe(7);
    const marks = golden.flatMap((row) => slotsBetween(row).map(({ clock }) => clock));
    const count = (mark: string) => marks.filter((clock) => clock === mark).length;
    expect(count("moved")).toBeGreaterThan(15);
    expect(count("first_of_two")).toBeGreaterThan(15);
    // Of intervals alone.
    expect(count("second_of_two")).toBeGreaterThan(3);
  });

  it("says which time was left out or was there twice", () => {
    const marks = (cron: string, zone: string, from: string, until: string) =>
      slotsBetween({ cron, zone, from, until, slots: "" }).map(({ at, clock }) => [minute(at), clock]);
    expect(marks("30 2 * * *", "America/New_York", "2026-03-08", "2026-03-10")).toEqual([
      ["2026-03-08T07:00Z", "moved"],
      ["2026-03-09T06:30Z", null],
    ]);
    expect(marks("30 * * * *", "America/New_York", "2026-11-01T05:00Z", "2026-11-01T07:00Z")).toEqual([
      ["2026-11-01T05:30Z", "first_of_two"],
      ["2026-11-01T06:30Z", "second_of_two"],
    ]);
  });

  it("does not lose one of two daily slots, nor run one twice, as croner alone would", () => {
    const twiceADay = slotsBetween({
      cron: "30 2,14 * * *",
      zone: "America/New_York",
      from: "2026-03-01",
      until: "2026-03-15",
      slots: "",
    });
    expect(twiceADay).toHaveLength(28);
    const autumn = slotsBetween({
      cron: "30 1,13 * * *",
      zone: "America/New_York",
      from: "2026-10-25",
      until: "2026-11-08",
      slots: "",
    });
    expect(autumn).toHaveLength(28);
  });

  it("finds a slot that is years away, and ends with a pattern that has none", () => {
    const slots = cronSlots(scheduleOf("0 0 29 2 *", "America/New_York"), Date.parse("2026-12-28"));
    expect(minute(slots.next().value?.at ?? 0)).toBe("2028-02-29T05:00Z");
    expect(cronSlots(scheduleOf("0 0 30 2 *", "UTC"), Date.parse("2026-12-28")).next().done).toBe(true);
  });
});
