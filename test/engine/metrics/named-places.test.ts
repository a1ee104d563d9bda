import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { SWEEP_STATISTICS } from "../../../src/analytics/statistic-catalogue.ts";
import { METRICS } from "../../../src/engine/metrics/metric-catalogue.ts";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const page = readFileSync(path.join(ROOT, "docs/metrics.md"), "utf8");
const all = [...METRICS, ...SWEEP_STATISTICS];
/** A study names what it comes to in a list of its own: `walk_forward.sharpe` is none of a cell's metrics. */
const OF_STUDIES = /^analytics\/(walk-forward|cpcv|monte-carlo|sensitivity)\//;

/** Code alone: comments may speak of a metric. */
const sources = globSync("src/**/*.ts", { cwd: ROOT }).map((file) => ({
  file: file.replace(/^src\//, ""),
  code: readFileSync(path.join(ROOT, file), "utf8").replaceAll(/\/\*[^]*?\*\/|\/\/ .*$/gm, ""),
}));

/** The catalogues, and what computes the metrics. */
const OWN = /^(core\/metrics|engine\/metrics|engine\/profiles\/backtesting-py|analytics)\//;

/** Who else may name one, and why. A new metric needs none of them. */
const READERS: Readonly<Record<string, string>> = {
  "alerts/message/advice.ts": "what to look at when a rule on it fires",
  "alerts/message/message-rows.ts": "rows of every message",
  "alerts/rules/alert-condition.ts": "significance is that of one metric",
  "alerts/rules/sharpe-range.ts": "the error that one statistic knows of one metric",
  "alerts/sample-message.ts": "a made-up run",
  "api/compat/crypto-pipeline/backtest-row.ts": "the figures that clients of an older system read",
  "callbacks/builtin/notify.ts": "the text of a notice unless one is given",
  "callbacks/builtin/rank.ts": "warns of a fragile best cell",
  "cli/mcp/tools/cell-tools.ts": "the metrics that an assistant is shown of a cell",
  "cli/views/run-text.ts": "warns of a fragile best cell",
  "cli/views/outputs-view.ts": "the key figures of files that are checked by hand",
  "engine/indicators/catalogue/window-entries.ts": "names indicators of windows",
  "engine/indicators/refuse-unknown-indicators.ts": "names indicators of windows",
  "executors/engine/segment-columns.ts": "which columns parts of a backtest have",
  "executors/join-results.ts": "how many cells a result holds",
  "executors/outputs/expected/summary-file.ts": "what the files of a script must say",
  "executors/outputs/metrics/join-reported.ts": "figures that a script writes in other units",
  "executors/outputs/metrics/own-metrics.ts": "computes those that files tell",
  "factory/sections/alerts.ts": "the default alerts",
  "factory/schema/backtest-schema.ts": "the default objective",
  "factory/schema/dag-schema.ts": "an example",
  "report/chart/costs-known.ts": "whether costs are told at all",
  "report/chart/cost-waterfall.ts": "draws what costs took",
  "report/ranking-table.ts": "the usual order",
  "report/section/comparison-table.ts": "the layout of the tearsheet",
  "report/section/judgement.ts": "what is said of overfitting",
  "report/section/masthead.ts": "the head of the tearsheet",
  "report/section/tiles.ts": "the key figures of the tearsheet",
  "runs/kinds/callback/series/series-columns.ts": "the columns of a file that others read",
  "runs/kinds/callback/series/series-summary.ts": "the keys of a document that others read",
  "report/section/top-cells.ts": "the columns of the best cells",
  "runs/judge/judge-task.ts": "what statistics are made of",
  "runs/study/cpcv/run-cpcv.ts": "leaves out what hardly traded",
  "runs/search/round-scores.ts": "leaves behind what hardly traded",
  "runs/search/round-sweep.ts": "the columns that every rung is measured by",
  "runs/study/sensitivity/run-sensitivity.ts": "the columns that every execution is measured by",
  "runs/study/walk-forward/choose-cells.ts": "leaves out what hardly traded",
  "runs/study/walk-forward/plan-windows.ts": "the columns that every window is measured by",
  "runs/query/sort-by-computed.ts": "ranks what hardly traded or never lost",
  "runs/query/sweep/cell-detail.ts": "ranks what hardly traded",
  "runs/query/upkeep/nightly.ts": "the figures of a night that older systems were asked for",
  "store/sweep/cell-figures.ts": "what statistics are made of",
  "store/sweep/order-cells.ts": "ranks what hardly traded or never lost",
  "store/sweep/read-cells.ts": "counts what hardly traded",
};

/** Words that are something else too: kinds of cash flows, features of profiles, members of the engine's own objects. */
const OTHER_WORDS: ReadonlySet<string> = new Set(["dividends", "borrow_cost", "exposure", "trials"]);

function filesNaming(id: string): readonly string[] {
  const named = new RegExp(`"${id}"|(metrics|reasons|best|judgement|statistics)\\??\\.${id}\\b`);
  return sources.filter(({ code }) => named.test(code)).map(({ file }) => file);
}

describe("a metric", () => {
  it.each(all.map(({ id }) => id))("%s is defined once and has one section of docs/metrics.md", (id) => {
    const definitions = sources
      .filter(({ file }) => !OF_STUDIES.test(file))
      .flatMap(({ code }) => [...code.matchAll(new RegExp(`\\{\\s*id: "${id}",\\s*version:`, "g"))]);
    expect(definitions).toHaveLength(1);
    expect(page.split("\n").filter((line) => line === `### ${id}`)).toHaveLength(1);
    expect(page.split("\n").filter((line) => line.startsWith(`\`${id}@`))).toHaveLength(1);
  });

  it("is named by its definition, what computes it, and readers with a reason alone", () => {
    const strangers = all
      .filter(({ id }) => !OTHER_WORDS.has(id))
      .flatMap(({ id }) => filesNaming(id).map((file) => ({ id, file })))
      .filter(({ file }) => !OWN.test(file) && !Object.hasOwn(READERS, file));
    expect(strangers).toEqual([]);
  });

  it("has no reader in the list that names none", () => {
    const naming = new Set(all.flatMap(({ id }) => filesNaming(id)));
    expect(Object.keys(READERS).filter((file) => !naming.has(file))).toEqual([]);
  });

  it("of a curve costs the definition and one line where it is computed", () => {
    const places = METRICS.filter(({ from }) => from === "series").map(({ id }) => {
      const word = new RegExp(`\\b${id}: |"${id}"`);
      return sources.filter(({ file, code }) => file.startsWith("engine/metrics/") && word.test(code)).length;
    });
    expect(Math.min(...places)).toBe(2);
  });
});
