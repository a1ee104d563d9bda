import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KEYS } from "../../ui/src/app/keys.ts";
import { diffLines } from "../../ui/src/screens/dag/definition/diff-lines.ts";
import { formatDistance, formatDuration } from "../../ui/src/format/durations.ts";
import { formatMoment, zoneLabel } from "../../ui/src/format/moments.ts";
import { formatBounded, formatBytes, formatMetric, formatParam } from "../../ui/src/format/numbers.ts";
import { chosenDags } from "../../ui/src/screens/home/chosen-dags.ts";
import { joinCurves } from "../../ui/src/screens/compare/curves.ts";
import { sampleOverview } from "../../ui/dev/fixtures/dags.ts";

describe("differences between two texts", () => {
  it("give the one text without what was added, and the other without what was removed", () => {
    const text = fc
      .array(fc.constantFrom("a: 1", "b: 2", "c:", ""), { maxLength: 30 })
      .map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const without = (kind: string) =>
          lines
            .filter((line) => line.kind !== kind)
            .map((line) => line.text)
            .join("\n");
        expect(without("added")).toBe(before);
        expect(without("removed")).toBe(after);
      }),
    );
  });

  it("leave alone what has not changed", () => {
    expect(diffLines("a\nb\nc", "a\nB\nc").map(({ kind }) => kind)).toEqual(["same", "removed", "added", "same"]);
  });
});

describe("moments", () => {
  it("are written as the clocks of the zone show them, on both sides of a change of clocks", () => {
    expect(formatMoment(Date.parse("2026-03-08T06:59:00Z"), "America/New_York", "minute")).toBe("2026-03-08 01:59");
    expect(formatMoment(Date.parse("2026-03-08T07:00:00Z"), "America/New_York", "minute")).toBe("2026-03-08 03:00");
    expect(formatMoment(Date.parse("2026-11-27T05:00:00Z"), "America/New_York", "second")).toBe("2026-11-27 00:00:00");
    expect(zoneLabel(Date.parse("2026-07-01T00:00:00Z"), "America/New_York")).toBe("EDT");
  });

  it("are in UTC where the browser does not know the zone", () => {
    expect(formatMoment(0, "Mars/Olympus", "millisecond")).toBe("1970-01-01 00:00:00.000");
  });
});

describe("figures", () => {
  it("are written by their unit, with a minus that is one", () => {
    expect(formatMetric(-0.1234, "fraction")).toBe("−12.3%");
    expect(formatMetric(1.005, "ratio")).toBe("1.01");
    expect(formatMetric(null, "money")).toBe("–");
    expect(formatParam(0.1 + 0.2)).toBe("0.3");
    expect(formatBytes(433_000_000)).toBe("433 MB");
    expect(formatBounded({ count: 1000, at_least: true })).toBe("1,000+");
    expect(formatDuration(7_500_000)).toBe("2 h 5 min");
    expect(formatDistance(90_000, 0)).toBe("in 1 min 30 s");
    expect(formatDistance(0, 90_000)).toBe("1 min 30 s ago");
  });
});

describe("the list of DAGs", () => {
  const { dags } = sampleOverview();
  const none = { words: "", tag: "", state: "", sort: "" };

  it("begins with trouble: broken, failed, alarms", () => {
    expect(
      chosenDags(dags, none)
        .slice(0, 3)
        .map(({ dag }) => dag),
    ).toEqual(["broken_pairs", "fx_carry", "nightly_sp500_sma"]);
  });

  it("puts what decayed most first, where more is better and where less is", () => {
    expect(chosenDags(dags, { ...none, sort: "change" })[0]?.dag).toBe("nightly_sp500_sma");
    expect(chosenDags(dags, { ...none, tag: "fx", words: "CARRY" }).map(({ dag }) => dag)).toEqual(["fx_carry"]);
  });
});

describe("curves with points of their own", () => {
  it("stand on all points in time, without a value where they have none", () => {
    const joined = joinCurves([
      { label: "A", time: [1, 3], values: [10, 30] },
      { label: "B", time: [2, 3], values: [200, 300] },
    ]);
    expect(joined.time).toEqual([1, 2, 3]);
    expect(joined.lines.map(({ values }) => values)).toEqual([
      [10, null, 30],
      [null, 200, 300],
    ]);
  });
});

describe("the list of keys", () => {
  it("is that of docs/ui.md", () => {
    const page = readFileSync(new URL("../../docs/ui.md", import.meta.url), "utf8");
    const rows = [...page.matchAll(/^\| ((?:`[^`]+` ?)+)\| (.+) \|$/gm)].map(([, keys, meaning]) => [
      (keys ?? "").replaceAll("`", "").trim().split(/ +/).join(" "),
      meaning,
    ]);
    expect(rows).toEqual(KEYS.map(([key, meaning]) => [key.split(/ +/).join(" "), meaning]));
  });
});
