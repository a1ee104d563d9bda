import { stringify } from "yaml";
import { describe, expect, it } from "vitest";
import { paramSpecsOf, TRADE_PARAMS } from "../../src/engine/cells/param-specs.ts";
import { runBacktest } from "../../src/engine/run-backtest.ts";
import { builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import { PROFILES } from "../../src/engine/profiles/registry.ts";
import { describeBuiltin } from "../../src/executors/user/strategy-runner.ts";
import { defineBarStrategy, type Strategy } from "../../src/engine/strategy.ts";
import { SETTING_GROUPS, type SettingKey } from "../../src/factory/schema/setting-keys.ts";
import { sampleBars } from "../support/sample-bars.ts";
import { loadText, worldOf } from "./support/load-text.ts";

const barByBar = defineBarStrategy({
  name: "bar_by_bar",
  params: {},
  onBar: ({ bar, broker }) => {
    if (bar === 5) broker.buy();
  },
});

const STRATEGIES: readonly Strategy[] = [builtinStrategy("sma_cross"), builtinStrategy("momentum_rotation"), barByBar];

/** Two values of a key that the schema allows, one of them beyond its default. */
function valuesOf({ spec }: SettingKey): readonly (string | number | boolean)[] {
  switch (spec.kind) {
    case "bool":
      return [true, false];
    case "choice":
      return spec.choices;
    case "free":
      return [spec.default];
    case "int":
    case "float":
      return [spec.min ?? 0, Math.min(spec.max ?? 2, 2)];
  }
}

const OPTIONS: readonly Readonly<Record<string, unknown>>[] = [
  {},
  ...(["costs", "execution"] as const).flatMap((group) =>
    Object.entries<SettingKey>(SETTING_GROUPS[group].keys).flatMap(([key, setting]) =>
      valuesOf(setting).flatMap((value) => [
        { [group]: { [key]: value } },
        { [group]: { [key]: value }, ...(group === "costs" && { execution: { fill: "close" } }) },
      ]),
    ),
  ),
  { execution: { fill: "open", execution_delay: 3 } },
  { execution: { fill: "close", execution_delay: 1 } },
  ...Object.keys(TRADE_PARAMS).map((name) => ({ params: { [name]: 1 } })),
];

async function failureOfRun(strategy: Strategy, block: Readonly<Record<string, unknown>>): Promise<string | null> {
  const world = worldOf();
  const known = { name: strategy.name, params: paramSpecsOf(strategy), kind: strategy.kind };
  const strategies = { ...world.strategies, names: [strategy.name], builtin: () => known };
  const text = stringify({ id: "x", backtest: { strategy: strategy.name, data: { dataset: "sp500" }, ...block } });
  const { spec } = await loadText(text, { ...world, strategies });
  const [backtest] = spec?.backtests ?? [];
  if (backtest === undefined) return null;
  const { settings, params } = backtest;
  try {
    runBacktest({ strategy, bars: [sampleBars(200)], settings: { ...settings, barsPerYear: 252 }, params });
    return null;
  } catch (error) {
    return `${JSON.stringify(block)}: ${String(error)}`;
  }
}

describe("FAULTS 11.4: what validation lets through can be run", () => {
  it.each(STRATEGIES.flatMap((strategy) => PROFILES.map((profile) => [strategy.kind, profile, strategy] as const)))(
    "%s with the profile %s and every option",
    async (_kind, profile, strategy) => {
      const failures: string[] = [];
      for (const option of OPTIONS) {
        const execution = { profile, ...(option["execution"] as object | undefined) };
        const failure = await failureOfRun(strategy, { ...option, execution });
        if (failure !== null) failures.push(failure);
      }
      expect(failures).toEqual([]);
    },
  );

  it("says of target weights in another profile where it is and what to do", async () => {
    const world = worldOf();
    const known = { name: "rotation", params: {}, kind: "panel" as const };
    const text =
      "id: x\nbacktest:\n  strategy: rotation\n  data: { dataset: sp500 }\n  execution: { profile: vectorbt }";
    const strategies = { ...world.strategies, builtin: () => known };
    const { diagnostics } = await loadText(text, { ...world, strategies });
    expect(diagnostics).toMatchObject([
      { code: "EXECUTION_INVALID", line: 5, message: `Target weights are traded by the profile "native" alone.` },
    ]);
  });

  it.each([
    ["pairs_zscore", "[SPX]", "error", "pairs_zscore trades exactly 2 symbols, but 1 is named."],
    ["pairs_zscore", "[]", "error", "pairs_zscore trades exactly 2 symbols, but the data have 1."],
    ["long_short_equity", "[]", "error", "long_short_equity trades at least 2 symbols, but the data have 1."],
    [
      "pairs_zscore",
      "[A, B, C]",
      "warning",
      "pairs_zscore trades exactly 2 symbols, but 3 are named: it fails unless a run picks fewer by --symbols.",
    ],
    [
      "sma_cross",
      "[A, B]",
      "warning",
      "sma_cross trades one symbol, but 2 are named: it fails unless a run picks fewer by --symbols.",
    ],
    ["pairs_zscore", "[A, B]", null, null],
    ["momentum_rotation", "[A]", null, null],
  ])("counts the symbols of %s on %s", async (name, symbols, severity, message) => {
    const world = worldOf();
    const strategies = { ...world.strategies, builtin: () => describeBuiltin(builtinStrategy(name)) };
    const names = symbols === "[]" ? ["SPX"] : symbols.slice(1, -1).split(", ");
    const resolveData = async () => names.map((symbol) => ({ symbol, file: `/data/${symbol}.csv` }));
    const text = `id: x\nbacktest:\n  strategy: ${name}\n  data: { dataset: sp500, symbols: ${symbols} }`;
    const { diagnostics } = await loadText(text, { ...world, strategies, resolveData });
    const found = severity === null ? [] : [{ code: "EXECUTION_INVALID", severity, line: 4, message }];
    expect(diagnostics).toMatchObject(found);
  });
});
