import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { loadText, worldOf } from "./support/load-text.ts";

const GOOD = `
id: good
schedule: { cron: "30 3 * * 2-6", timezone: UTC }
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX] }
  start_date: 2020-01-01
  costs: { commission_bps: 1 }
  execution: { fill: open }
  params: { position_size: 0.5 }
  param_grid: { fast: [5, 10], slow: { from: 20, to: 40, step: 10 } }
  where: fast < slow
  exclude: [{ fast: 5 }]
  add: [{ fast: 1, slow: 2 }]
before_backtest: [check_data]
after_backtest: [{ rank: { top: 5 } }]
alerts: [{ name: low, when: best.sharpe < 0.5 }]
retry: { limit: 1 }
`;

/** One thing wrong at a time, each in another place of the file. */
const FAULTS: Readonly<Record<string, readonly [path: string, value: unknown]>> = {
  "a bad id": ["id", "9 bad"],
  "an unknown key": ["descripton", "x"],
  "a former word": ["tz", "UTC"],
  "a wrong cron": ["schedule.cron", "every day"],
  "a wrong zone": ["schedule.timezone", "Mars/Olympus"],
  "a wrong overlap": ["schedule.overlap", "skipp"],
  "an unknown strategy": ["backtest.strategy", "sma_cros"],
  "an unknown dataset": ["backtest.data.dataset", "sp50"],
  "a wrong timeframe": ["backtest.data.timeframe", "one day"],
  "a wrong date": ["backtest.end_date", "2019-12-31"],
  "a negative cost": ["backtest.costs.commission_bps", -1],
  "a wrong profile": ["backtest.execution.leverage", 3],
  "a param out of range": ["backtest.params.position_size", 2],
  "an unknown param": ["backtest.params.fats", 2],
  "an empty axis": ["backtest.param_grid.exit", []],
  "an axis without end": ["backtest.param_grid.slow.step", 0],
  "a wrong condition": ["backtest.where", "fats < slow"],
  "an exclude of nothing known": ["backtest.exclude", [{ fest: 1 }]],
  "an added cell that is none": ["backtest.add", [{ fast: 1 }]],
  "an unknown before-callback": ["before_backtest", ["check_dat"]],
  "an unknown option": ["after_backtest", [{ rank: { topp: 5 } }]],
  "a wrong alert": ["alerts", [{ name: "low", when: "best.sharp < 1" }]],
  "an alert without a condition": ["alerts", [{ name: "low" }]],
  "a wrong retry": ["retry.limit", "two"],
  "an unset variable": ["description", "${env:NOWHERE}"],
  "a misplaced secret": ["tags", ["${secret:TOKEN}"]],
};

async function problemsWith(...names: readonly string[]): Promise<readonly string[]> {
  const document = parseDocument(GOOD);
  for (const name of names) {
    const [path = "", value] = FAULTS[name] ?? [];
    document.setIn(path.split("."), document.createNode(value));
  }
  const { diagnostics } = await loadText(document.toString(), worldOf({}, { TOKEN: "x" }));
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

/** The two are one value of the file: only one of them can be written. */
function excludeEachOther(a: string, b: string): boolean {
  const [path, other] = [FAULTS[a]?.[0], FAULTS[b]?.[0]];
  return path === other;
}

const NAMES = Object.keys(FAULTS);

describe("FAULTS 6.7: problems that hide behind others", () => {
  it("has a good file to begin with, and one problem for each fault", async () => {
    expect(await problemsWith()).toEqual([]);
    for (const name of NAMES) expect(await problemsWith(name), name).toHaveLength(1);
  });

  it.each(NAMES)("%s hides none of the later ones, and none of them hides it", async (name) => {
    const alone = await problemsWith(name);
    for (const other of NAMES.slice(NAMES.indexOf(name) + 1)) {
      if (excludeEachOther(name, other)) continue;
      const both = await problemsWith(name, other);
      const each = [...alone, ...(await problemsWith(other))];
      expect([...both].sort(), `${name}, ${other}`).toEqual([...new Set(each)].sort());
    }
  });

  it("checks a condition beside a strategy that cannot be loaded by the names that the block gives", async () => {
    const text = (where: string) =>
      `id: x\nbacktest: { strategy: "./none.ts", data: { dataset: sp500 }, param_grid: { fast: [1], slow: [2] }, where: ${where} }`;
    const codes = async (where: string) => (await loadText(text(where))).diagnostics.map(({ code }) => code);
    expect(await codes("fats < slow")).toEqual(["FILE_NOT_FOUND", "CONDITION_INVALID"]);
    expect(await codes("fast <")).toEqual(["FILE_NOT_FOUND", "CONDITION_INVALID"]);
    // It may well have such a parameter.
    expect(await codes("window < slow")).toEqual(["FILE_NOT_FOUND"]);
  });
});

describe("FAULTS 11.6: a misnamed block", () => {
  const block = "{ strategy: sma_cross, data: { dataset: sp500 } }";

  it.each([
    ["backtests: { 1st: BLOCK }", "DAG_VALUE_INVALID"],
    ["backtset: BLOCK", "DAG_KEY_UNKNOWN"],
    ["backtestss: { a: BLOCK }", "DAG_KEY_UNKNOWN"],
    ["backtests: 5", "DAG_VALUE_INVALID"],
  ])("%s is told once: there is a backtest", async (text, code) => {
    const { diagnostics } = await loadText(`id: x\n${text.replace("BLOCK", block)}`);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  });

  it("is checked all the same, and may be waited for", async () => {
    const text = `id: x\nbacktests:\n  1st: { strategy: sma_cros, data: { dataset: sp500 } }\n  b: { strategy: sma_cross, data: { dataset: sp500 }, needs: [1st] }`;
    const { diagnostics } = await loadText(text);
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ["DAG_VALUE_INVALID", 3],
      ["STRATEGY_UNKNOWN", 3],
    ]);
  });

  it.each(["idd: x", "dag_id: x"])("so is a misnamed id: %s", async (text) => {
    const { diagnostics } = await loadText(`${text}\nbacktest: ${block}`);
    expect(diagnostics.map(({ code }) => code)).toEqual(["DAG_KEY_UNKNOWN"]);
  });

  it("and a file with none at all still needs one", async () => {
    const { diagnostics } = await loadText("id: x");
    expect(diagnostics.map(({ message }) => message)).toEqual(["A DAG needs a backtest."]);
  });
});

describe("FAULTS 11.6: what a file that cannot be read would have given", () => {
  it.each([
    ["a missing base", "extends: ./none.yaml", {}],
    ["a broken base", "extends: ./base.yaml", { "base.yaml": "backtest: [" }],
    [
      "a broken one of two bases",
      "extends: [./good.yaml, ./base.yaml]",
      { "good.yaml": "timeout: 1h", "base.yaml": "- a" },
    ],
    ["broken defaults", "timeout: 1h", { "defaults.yaml": "backtest: {" }],
    ["a base without its variable", "extends: ./${env:NONE}.yaml", {}],
  ])("is not said to be missing: %s", async (_name, text, files) => {
    const { diagnostics } = await loadText(`${text}\nbacktests: { b: { needs: [a] } }`, worldOf(files));
    expect(diagnostics).toHaveLength(1);
    expect(["FILE_NOT_FOUND", "YAML_SYNTAX", "DAG_INVALID", "ENV_MISSING"]).toContain(diagnostics[0]?.code);
  });

  it("a callback whose check fails is a problem at its place, and hides nothing", async () => {
    const world = worldOf();
    const callbacks = { ...world.callbacks, check: () => Promise.reject(new Error("the process died")) };
    const text = "id: x\nbacktest: { strategy: sma_cros, data: { dataset: sp500 } }\nafter_backtest: [rank]";
    const { diagnostics } = await loadText(text, { ...world, callbacks });
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ["STRATEGY_UNKNOWN", 2],
      ["CALLBACK_INVALID", 3],
    ]);
  });
});
