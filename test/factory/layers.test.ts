import { describe, expect, it } from "vitest";
import { explainDag } from "../../src/factory/explain-dag.ts";
import { FOLDER, loadText, worldOf } from "./support/load-text.ts";

const BASE = `
retry: { limit: 3, backoff: 5s }
tags: [base, nightly]
backtest:
  data: { dataset: sp500 }
  costs: { commission_bps: 7, slippage_bps: 3 }
  lookback: 365d
`;

function extending(file: string): string {
  return `id: x\nextends: ${file}\nbacktest: { strategy: sma_cross, data: { dataset: sp500 } }`;
}

async function hashOver(base: string): Promise<string> {
  return (await loadText(DAG, worldOf({ "base.yaml": base }))).yamlHash;
}

const DAG = `
id: mine
extends: ./base.yaml
tags: [mine]
backtest:
  strategy: sma_cross
  costs: { slippage_bps: null, slippage_pct: 0.002 }
  lookback:
  start_date: 2020-01-01
`;

describe("merging", () => {
  it("is by key at every depth; lists replace; an empty value takes an inherited key out", async () => {
    const { spec, diagnostics } = await loadText(DAG, worldOf({ "base.yaml": BASE }));
    expect(diagnostics).toEqual([]);
    expect(spec?.tags).toEqual(["mine"]);
    expect(spec?.retry).toEqual({ limit: 3, backoffMs: 5000 });
    const [block] = spec?.backtests ?? [];
    expect(block?.settings.costs).toMatchObject({ commissionBps: 7, slippageBps: 20 });
    expect(block?.window).toEqual({ startDate: "2020-01-01", endDate: null, lookbackMs: null });
  });

  it("puts the DAG over what it extends, later over earlier files, and these over defaults.yaml", async () => {
    const files = {
      "a.yaml": "description: a\ntimeout: 1h\nretry: { limit: 1 }",
      "b.yaml": "description: b\ntimeout: 3h",
      "defaults.yaml": "description: d\ntimeout: 4h\nretry: { limit: 9, backoff: 7s }",
    };
    const text = "id: x\nextends: [./a.yaml, ./b.yaml]\nbacktest: { strategy: sma_cross, data: { dataset: sp500 } }";
    const { spec } = await loadText(text, worldOf(files));
    expect(spec).toMatchObject({ description: "b", timeoutMs: 10_800_000, retry: { limit: 1, backoffMs: 7000 } });
  });

  it("shares backtest: with every block of backtests:", async () => {
    const text = `
id: two
backtest: { strategy: sma_cross, data: { dataset: sp500 }, initial_capital: 5 }
backtests:
  a: {}
  b: { initial_capital: 6 }
`;
    const { spec, diagnostics } = await loadText(text);
    expect(diagnostics).toEqual([]);
    expect(spec?.backtests.map(({ name, settings }) => [name, settings.initialCapital])).toEqual([
      ["a", 5],
      ["b", 6],
    ]);
  });

  it("points into the file in which the bad value was written", async () => {
    const { diagnostics } = await loadText(DAG, worldOf({ "base.yaml": `${BASE}  objektive: sharpe\n` }));
    expect(diagnostics).toMatchObject([{ code: "DAG_KEY_UNKNOWN", file: `${FOLDER}/base.yaml`, line: 8, column: 3 }]);
  });

  it("resolves paths against the file in which they were written", async () => {
    const files = {
      "shared/base.yaml": "backtest: { strategy: ./mine.ts, data: { dataset: sp500 } }",
      "shared/mine.ts": "",
    };
    const { spec, diagnostics } = await loadText("id: x\nextends: shared/base.yaml", worldOf(files));
    expect(diagnostics).toEqual([]);
    expect(spec?.backtests[0]?.strategy).toEqual({
      kind: "module",
      path: `${FOLDER}/shared/mine.ts`,
      exportName: "default",
    });
  });

  it("reports files that are missing and files that extend each other", async () => {
    const files = { "a.yaml": "extends: ./b.yaml", "b.yaml": "extends: ./a.yaml" };
    const missing = await loadText(extending("./none.yaml"), worldOf(files));
    expect(missing.diagnostics).toMatchObject([{ code: "FILE_NOT_FOUND", line: 2, column: 10 }]);
    const loop = await loadText(extending("./a.yaml"), worldOf(files));
    expect(loop.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ["EXTENDS_INVALID", "These files extend each other: a.yaml → b.yaml → a.yaml."],
    ]);
  });

  it("fills in the environment where files are named", async () => {
    const world = worldOf({ "prod.yaml": "timeout: 1h" }, { STAGE: "prod" });
    expect((await loadText(extending("./${env:STAGE}.yaml"), world)).spec?.timeoutMs).toBe(3_600_000);
    const unset = await loadText(extending("./${env:NONE}.yaml"), world);
    expect(unset.diagnostics).toMatchObject([{ code: "ENV_MISSING", line: 2 }]);
  });

  it("stops where files name each other more often than anybody means", async () => {
    const level = (i: number) => `extends: [${Array.from({ length: 10 }, () => `./b${i + 1}.yaml`).join(", ")}]`;
    const names = Array.from({ length: 12 }, (_, i) => [`b${i}.yaml`, i === 11 ? "timeout: 1h" : level(i)]);
    const { diagnostics } = await loadText(extending("./b0.yaml"), worldOf(Object.fromEntries(names)));
    expect(diagnostics.map(({ code }) => code)).toEqual(["EXTENDS_INVALID"]);
  });

  it("changes the hash when any of the files changes", async () => {
    expect(await hashOver(BASE)).toBe(await hashOver(BASE));
    expect(await hashOver(BASE)).not.toBe(await hashOver(`${BASE} `));
  });
});

describe("explainDag", () => {
  it("says of every value where it was written, or that it is a default", async () => {
    const loaded = await loadText(DAG, worldOf({ "base.yaml": BASE }));
    const explained = new Map(explainDag(loaded).map(({ path, value, origin }) => [path, { value, origin }]));
    expect(explained.get("backtest.costs.commission_bps")).toEqual({
      value: 7,
      origin: { file: `${FOLDER}/base.yaml`, line: 6, column: 28 },
    });
    expect(explained.get("backtest.costs.slippage_pct")).toEqual({
      value: 0.002,
      origin: { file: `${FOLDER}/dag.yaml`, line: 7, column: 46 },
    });
    expect(explained.get("backtest.initial_capital")).toEqual({ value: 1_000_000, origin: "default" });
    expect(explained.get("backtest.params.slow")).toEqual({ value: 50, origin: "default" });
    expect(explained.get("alerts[2]")?.value).toMatchObject({ name: "run_failed" });
    expect([explained.has("backtest.lookback"), explained.has("backtest.costs.slippage_bps")]).toEqual([false, false]);
  });

  it("shows what the profile gives where nobody wrote it", async () => {
    const text =
      "id: x\nbacktest:\n  strategy: sma_cross\n  data: { dataset: sp500 }\n  execution: { profile: vectorbt, lot_size: 2 }\n";
    const values = explainDag(await loadText(text, worldOf({})));
    const execution = values.filter(({ path }) => path.startsWith("backtest.execution."));
    expect(execution.find(({ path }) => path.endsWith(".fill"))).toMatchObject({ value: "close", origin: "default" });
    expect(execution.filter(({ path }) => path.endsWith(".lot_size"))).toMatchObject([
      { value: 2, origin: { line: 5 } },
    ]);
    expect(execution.some(({ path }) => path.endsWith(".close_at_end"))).toBe(true);
  });
});
