import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../../..");

/** Code alone: the words of comments may speak of a formula. */
const sources = globSync("src/**/*.ts", { cwd: ROOT }).map((file) => ({
  file: file.replace(/^src\//, ""),
  code: readFileSync(path.join(ROOT, file), "utf8").replaceAll(/\/\*[^]*?\*\/|\/\/ .*$/gm, ""),
}));

/** What gives a formula away, and where alone it may stand. SQN is a ratio per trade, over the trades there are instead of a year. */
const FORMULAS: readonly (readonly [string, RegExp, readonly string[]])[] = [
  ["a year of periods is √A", /Math\.sqrt\([^()]*perYear[^()]*\)/i, ["core/metrics/annual-scale.ts"]],
  [
    "return ÷ risk",
    /(?<!value - )(mean|excess|riskFree\w*)\)? \/ \(?(\w+\.)?(\w*deviation|downside\w*|risk|volatility)\b/i,
    ["core/metrics/return-per-risk.ts", "engine/metrics/series/reward/sqn.ts"],
  ],
  ["compound growth", /\*\* [^;\n]*\) - 1;|\*\* power - 1/, ["core/metrics/growth.ts"]],
  ["Calmar", /\/ (\w+\.)?maxDrawdown\b/, ["core/metrics/calmar.ts"]],
  ["profit factor", /\/ (\w+\.)?(lost|lostMoney)\b/, ["core/metrics/profit-factor.ts"]],
  ["drawdown", /1 - [^;\n]* \/ \w*peak\b|\/ peak - 1/i, ["core/metrics/drawdown-depth.ts"]],
  ["skewness and kurtosis", /\*\* 1\.5|\/ m2 \*\*|(deviation|variance) \*\* [234]/i, ["core/metrics/shape.ts"]],
  ["the length of a day", /86_?400_?000|1440 \*/, ["core/time/calendar-year.ts"]],
  ["the days of a year", /365\.25/, ["core/time/calendar-year.ts"]],
];

describe("each formula is written in one place", () => {
  it.each(FORMULAS)("%s", (_name, sign, places) => {
    expect(
      sources
        .filter(({ code }) => sign.test(code))
        .map(({ file }) => file)
        .toSorted(),
    ).toEqual(places);
  });
});
