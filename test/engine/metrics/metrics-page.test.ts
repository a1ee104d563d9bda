import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SWEEP_STATISTICS } from "../../../src/analytics/statistic-catalogue.ts";
import { METRICS } from "../../../src/engine/metrics/metric-catalogue.ts";
import type { MetricInfo } from "../../../src/core/metrics/metric-info.ts";
import { UNDEFINED_REASONS } from "../../../src/core/metrics/undefined-reason.ts";

const page = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");
const sections = page.split(/^### /m).slice(1);
const all: readonly MetricInfo[] = [...METRICS, ...SWEEP_STATISTICS];

function factsOf({ id, version, unit, better }: MetricInfo): string {
  return `\`${id}@${version}\` · ${unit} · ${better ?? "neither"} is better`;
}

describe("docs/metrics.md", () => {
  it("has one section per metric of the catalogues, and no other", () => {
    const ids = sections.map((section) => section.split("\n")[0] ?? "");
    expect(ids.toSorted()).toEqual([...new Set(all.map(({ id }) => id))].sort());
  });

  it("gives the version, unit and direction of each", () => {
    const stated = sections.map((section) => section.split("\n")[2] ?? "");
    expect(stated.toSorted()).toEqual([...new Set(all.map(factsOf))].sort());
  });

  it("names only reasons that exist", () => {
    const ids = new Set(all.map(({ id }) => id));
    const named = sections.flatMap((section) => {
      const undefinedWhen = section.split("Undefined: ")[1]?.split(/\.\s/)[0] ?? "";
      return [...undefinedWhen.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? "");
    });
    const unknown = named.filter((name) => !ids.has(name) && !UNDEFINED_REASONS.some((reason) => reason === name));
    expect(named.length).toBeGreaterThan(60);
    expect(unknown).toEqual([]);
  });
});
