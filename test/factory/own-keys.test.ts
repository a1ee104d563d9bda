import * as fc from "fast-check";
import { stringify } from "yaml";
import { describe, expect, it } from "vitest";
import type { ParamSpecs } from "../../src/core/params/param-spec.ts";
import { completeParams } from "../../src/engine/cells/complete-params.ts";
import { explainDag } from "../../src/factory/explain-dag.ts";
import { loadText, worldOf } from "./support/load-text.ts";

/** What an object has that nobody put there; `__proto__` is refused by the reader of YAML itself. */
const MEMBERS = Object.getOwnPropertyNames(Object.prototype).filter((name) => name !== "__proto__");

type Tree = Record<string, unknown>;

const blockWith = (over: Tree): Tree => ({
  id: "x",
  backtest: { strategy: "sma_cross", data: { dataset: "sp500" }, ...over },
});

/** A DAG file with the key at each of its levels. */
const LEVELS: Readonly<Record<string, (key: string, value: unknown) => Tree>> = {
  "the file": (key, value) => ({ ...blockWith({}), ...own(key, value) }),
  backtest: (key, value) => blockWith(own(key, value)),
  "a named block": (key, value) => ({
    id: "x",
    backtests: { a: { ...(blockWith({})["backtest"] as Tree), ...own(key, value) } },
  }),
  data: (key, value) => blockWith({ data: { dataset: "sp500", ...own(key, value) } }),
  columns: (key, value) => blockWith({ data: { dataset: "sp500", columns: own(key, value) } }),
  costs: (key, value) => blockWith({ costs: own(key, value) }),
  execution: (key, value) => blockWith({ execution: own(key, value) }),
  params: (key, value) => blockWith({ params: own(key, value) }),
  param_grid: (key, value) => blockWith({ param_grid: own(key, [value]) }),
  "an axis": (key, value) => blockWith({ param_grid: { fast: { from: 1, to: 2, step: 1, ...own(key, value) } } }),
  exclude: (key, value) => blockWith({ exclude: [own(key, value)] }),
  add: (key, value) => blockWith({ param_grid: { fast: [1] }, add: [{ fast: 2, ...own(key, value) }] }),
  schedule: (key, value) => ({
    ...blockWith({}),
    schedule: { cron: "0 3 * * *", timezone: "UTC", ...own(key, value) },
  }),
  "a callback's name": (key, value) => ({ ...blockWith({}), after_backtest: [own(key, { top: value })] }),
  "a callback's options": (key, value) => ({ ...blockWith({}), after_backtest: [{ rank: own(key, value) }] }),
  "a callback by name alone": (key) => ({ ...blockWith({}), before_backtest: [key] }),
  alerts: (key, value) => ({
    ...blockWith({}),
    alerts: [{ name: "a", when: "best.sharpe < 0.5", ...own(key, value) }],
  }),
  retry: (key, value) => ({ ...blockWith({}), retry: own(key, value) }),
  strategy: (key) => blockWith({ strategy: key }),
  dataset: (key) => blockWith({ data: { dataset: key } }),
  needs: (key) => ({ id: "x", backtest: blockWith({})["backtest"], backtests: { a: { needs: [key] } } }),
};

function own(key: string, value: unknown): Tree {
  return Object.fromEntries([[key, value]]);
}

const UNKNOWN = [
  "DAG_KEY_UNKNOWN",
  "PARAM_UNKNOWN",
  "CALLBACK_INVALID",
  "STRATEGY_UNKNOWN",
  "DATASET_NOT_FOUND",
  "NEEDS_UNKNOWN",
];

describe("FAULTS 6.1: keys named like members of Object", () => {
  describe.each(Object.keys(LEVELS).filter((level) => level !== "columns"))("in %s", (level) => {
    it.each(MEMBERS)("%s is unknown, like any other key that is", async (key) => {
      const { diagnostics } = await loadText(stringify(LEVELS[level]?.(key, 1)));
      expect(diagnostics.map(({ code }) => code)).toEqual([expect.toBeOneOf(UNKNOWN)]);
      expect(diagnostics[0]?.message).toContain(`"${key}"`);
      expect(typeof (diagnostics[0]?.hint ?? "")).toBe("string");
    });
  });

  it.each(["defaults.yaml", "defaults.yml", "base.yaml"])("are refused in %s, at their place there", async (name) => {
    const text = `id: x\nextends: ${name === "base.yaml" ? "./base.yaml" : "[]"}\nbacktest: { strategy: sma_cross, data: { dataset: sp500 } }`;
    const { diagnostics } = await loadText(text, worldOf({ [name]: "timeout: 1h\nconstructor: 1" }));
    expect(diagnostics).toMatchObject([
      { code: "DAG_KEY_UNKNOWN", line: 2, file: expect.stringContaining(name) as string },
    ]);
  });

  it("may be names of blocks, which are then separate from everything else", async () => {
    const text = stringify({ ...blockWith({}), backtests: { constructor: {}, valueOf: { needs: ["constructor"] } } });
    const { spec, diagnostics } = await loadText(text);
    expect(diagnostics).toEqual([]);
    expect(spec?.backtests.map(({ name, needs }) => [name, needs])).toEqual([
      ["constructor", []],
      ["valueOf", ["constructor"]],
    ]);
  });

  it("may be parameters of a strategy, which are absent unless they are given", async () => {
    const number = { kind: "int", default: 5, optional: true } as const;
    const params: ParamSpecs = { constructor: number, toString: { ...number, optional: false } };
    const world = worldOf();
    const known = { name: "odd", params, kind: "signals" as const };
    const text = stringify(blockWith({ where: "toString > 1", exclude: [{ toString: 3 }] }));
    const { spec, diagnostics } = await loadText(text, {
      ...world,
      strategies: { ...world.strategies, builtin: () => known },
    });
    expect(diagnostics).toMatchObject([{ severity: "warning" }]);
    expect(Object.entries(spec?.backtests[0]?.params ?? {})).toEqual([["toString", 5]]);
    expect(Object.entries(completeParams(params, {}))).toEqual([["toString", 5]]);
  });

  it("are variables of the environment only where somebody set them", async () => {
    const { diagnostics } = await loadText(
      `description: \${env:constructor} \${env:toString}\n${stringify(blockWith({}))}`,
    );
    expect(diagnostics.map(({ code }) => code)).toEqual(["ENV_MISSING", "ENV_MISSING"]);
  });

  it("throws at no level, whatever the key and its value are, and leaves Object as it was", async () => {
    const key = fc.oneof(
      fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype)),
      fc.string({ unit: "grapheme" }),
    );
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom("constructor", "__proto__"));
    const before = Object.getOwnPropertyNames(Object.prototype);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(LEVELS)), key, value, async (level, name, content) => {
        const loaded = await loadText(stringify(LEVELS[level]?.(name, content)));
        expect(loaded.spec === null).toBe(loaded.diagnostics.some(({ severity }) => severity === "error"));
        explainDag(loaded);
      }),
      { numRuns: 500 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(Object.keys({})).toEqual([]);
  });
});
