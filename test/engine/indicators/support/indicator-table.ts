import type {
  IndicatorFacts,
  NumberParam,
  WordParam,
} from "../../../../src/engine/indicators/catalogue/indicator-entry.ts";
import { comparedColumns, furthestApart } from "./compared-columns.ts";
import { columnsOf } from "./called.ts";
import { golden, goldenSeries } from "./golden-series.ts";

/** The rows of one group for docs/indicators.md, as they follow from the code and from what the libraries say. */
export function tableOf(facts: readonly IndicatorFacts[]): string {
  const head = ["| indicator | of | gives | first at bar | source | within |", "|---|---|---|---|---|---|"];
  return [...head, ...facts.map(rowOf)].join("\n");
}

function rowOf(facts: IndicatorFacts): string {
  const { name, takes, params, gives, says, source } = facts;
  const given = [...takes, ...params.map(paramText)].join(", ");
  const columns = gives.length === 0 ? says : `${gives.map((part) => `\`${part}\``).join(" ")}: ${says}`;
  return `| \`${name}\` | ${given} | ${columns} | ${firstBars(facts)} | ${source} | ${withinOf(facts)} |`;
}

function paramText(param: NumberParam | WordParam): string {
  if (!("isWhole" in param)) return `${param.name} ${param.default}`;
  const { name, min, max, isWhole } = param;
  const isUsual = isWhole && min <= 1 && max === 100_000;
  return isUsual ? `${name} ${param.default}` : `${name} ${param.default} (${min}…${max === 100_000 ? "" : max})`;
}

/** Index of the first known bar with the defaults, one per column where they differ. */
function firstBars(facts: IndicatorFacts): string {
  const columns = columnsOf(facts, goldenSeries("walk"));
  const first = columns.map(([, column]) => column.findIndex((value) => !Number.isNaN(value)));
  return new Set(first).size === 1 ? String(first[0]) : first.join(", ");
}

/** The next power of ten above the largest difference over all series. */
function withinOf(facts: IndicatorFacts): string {
  const apart = Object.keys(golden.series)
    .flatMap((series) => comparedColumns(facts, series))
    .map(({ ours, theirs }) => furthestApart(ours, theirs));
  const most = Math.max(1e-12, ...apart);
  return `1e${Math.ceil(Math.log10(most) - 1e-9)}`;
}
