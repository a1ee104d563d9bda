import { describe, expect, it } from "vitest";
import type { DataSpec } from "../../../src/core/spec/data-spec.ts";
import type { ScheduleSpec } from "../../../src/factory/dag-spec.ts";
import { waitOf } from "../../../src/runs/wait/data-day.ts";
import { sampleBacktest, sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { EVERY_MINUTE } from "../../support/scheduled-dag.ts";

function throughOf(
  at: string,
  data: Partial<DataSpec> = {},
  { through = "{{ last_bar }}", schedule = EVERY_MINUTE }: { through?: string; schedule?: ScheduleSpec } = {},
): string | null {
  const bars = { dataset: null, csv: null, source: "coingecko", symbols: ["BTC"], timeframe: "1d", columns: {} };
  const backtests = [sampleBacktest({ data: { ...bars, adjusted: false, ...data } })];
  const waitFor = { dataset: null, through, timeoutMs: 1 };
  return waitOf(sampleDag({ schedule, backtests, waitFor }), new Date(at))?.through ?? null;
}

describe("the day that data must reach", () => {
  it.each([
    // The bar of the 30th begins at midnight and is over a day later.
    ["2026-11-30T00:00:00Z", "1d", "2026-11-29"],
    ["2026-11-29T23:59:59Z", "1d", "2026-11-28"],
    // The bar from 23:00 is the last that is over.
    ["2026-11-30T00:10:00Z", "1h", "2026-11-29"],
    ["2026-11-30T01:00:00Z", "1h", "2026-11-30"],
    ["2026-03-01T00:00:00Z", "1d", "2026-02-28"],
    // A week that began on Monday the 16th was over on the 23rd, one that began on Saturday the 21st on the 28th.
    ["2026-11-28T12:00:00Z", "1w", "2026-11-15"],
    // The week of Monday the 23rd is over at this moment, and no earlier one will do.
    ["2026-11-30T00:00:00Z", "1w", "2026-11-17"],
    ["2026-11-29T23:59:59Z", "1w", "2026-11-16"],
    // The month that began on the 1st is over at midnight.
    ["2026-12-01T00:00:00Z", "1M", "2026-10-02"],
    ["2026-11-30T23:59:59Z", "1M", "2026-10-01"],
    ["2026-03-31T12:00:00Z", "1M", "2026-02-01"],
    ["2026-12-01T00:00:00Z", "3M", "2026-06-02"],
  ])("of a run at %s on bars of %s is that of the last one that was over: %s", (at, timeframe, day) => {
    expect(throughOf(at, { timeframe })).toBe(day);
  });

  it("is that of the trading day to which intraday bars belong", () => {
    const session = { timezone: "America/New_York", endMinutes: 1020 };
    // 23:00 UTC is 18:00 in New York: the next day has begun at 17:00.
    expect(throughOf("2026-11-30T00:10:00Z", { timeframe: "1h", session })).toBe("2026-11-30");
    expect(throughOf("2026-11-29T22:10:00Z", { timeframe: "1h", session })).toBe("2026-11-29");
  });

  it("is the last session that had closed, where the schedule has a market: Friday's on a Monday morning", () => {
    const schedule = { ...EVERY_MINUTE, holidaysOf: "XNYS" as const };
    const through = "{{ last_session }}";
    expect(throughOf("2026-11-30T08:00:00Z", {}, { through, schedule })).toBe("2026-11-27");
    // Thanksgiving.
    expect(throughOf("2026-11-27T08:00:00Z", {}, { through, schedule })).toBe("2026-11-25");
  });

  it("is none for a run that only fetches first, and waits for its plan alone", () => {
    const at = new Date("2026-11-30T00:00:00Z");
    const wait = waitOf(sampleDag({ before: [sampleCallback("update_data")] }), at);
    expect(wait).toMatchObject({ through: null, dataset: null });
    expect(waitOf(sampleDag({ before: [sampleCallback("check_data")] }), at)).toBeNull();
  });
});
