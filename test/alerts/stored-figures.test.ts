import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { figuresToKeep, readStoredFigures } from "../../src/alerts/stored-figures.ts";
import { sampleFacts } from "../../src/alerts/sample-facts.ts";
import { evaluateRules } from "../../src/alerts/rules/evaluate-rules.ts";
import { rule } from "./support/facts.ts";

const asStored = (document: unknown): Readonly<Record<string, unknown>> => JSON.parse(JSON.stringify(document));
const kept = asStored(figuresToKeep(sampleFacts()));
const night = sampleFacts().history.nights[0];

it("a night is read as it was kept, also as the first released version has written it", () => {
  expect(readStoredFigures(kept)).toEqual(night);
  const released: unknown = JSON.parse(readFileSync(new URL("stored/figures-1.json", import.meta.url), "utf8"));
  expect(readStoredFigures(released)).toMatchObject({
    run: { id: "20260210_083000_5a3b1e00" },
    best: { metrics: { sharpe: 0.21 } },
  });
});

it("an experiment and a failed night are not kept", () => {
  expect(figuresToKeep({ ...sampleFacts(), isExperiment: true })).toBeNull();
  expect(figuresToKeep({ ...sampleFacts(), run: { ...sampleFacts().run, state: "failed" } })).toBeNull();
});

it("a metric or statistic that was not known then is undefined with its reason, for rules too", () => {
  const { sharpe: _, ...metrics } = sampleFacts().best?.metrics ?? {};
  const { pbo: __, ...judgement } = sampleFacts().judgement ?? {};
  const old = readStoredFigures({ ...kept, best: { ...Object(kept["best"]), metrics }, judgement });
  expect(old).toMatchObject({ best: { metrics: { sharpe: null }, reasons: { sharpe: "not_computed" } } });
  expect(old?.judgement?.pbo).toEqual({ value: null, reason: "not_computed" });
  if (old === null) throw new Error("it can be read");
  const facts = { ...sampleFacts(), history: { nights: [old], baseline: null, baselineId: null } };
  const [sharpe, pbo] = evaluateRules([rule("previous.best.sharpe > 0"), rule("previous.sweep.pbo > 0")], facts);
  expect([sharpe?.reason, pbo?.reason]).toEqual([
    expect.stringContaining("sharpe is undefined: not_computed"),
    expect.stringContaining("pbo is undefined: not_computed"),
  ]);
});

it("what cannot be read is no night to compare with", () => {
  const { id: _, ...run } = Object(kept["run"]) as { readonly id: string };
  const bad: readonly unknown[] = [
    null,
    [kept],
    { ...kept, version: 2 },
    { ...kept, run },
    { ...kept, run: { ...run, id: "x", state: "napping" } },
    { ...kept, best: "none" },
    { ...kept, best: { ...Object(kept["best"]), metrics: { sharpe: "high" } } },
    { ...kept, judgement: { psr: 0.9 } },
    { ...kept, cells: {} },
  ];
  expect(bad.map(readStoredFigures)).toEqual(bad.map(() => null));
});
