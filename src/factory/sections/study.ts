import { askWhether, suggestName } from "../../core/text/suggest-name.ts";
import {
  type CpcvSpec,
  type MonteCarloSpec,
  type RegressionSpec,
  type Span,
  STUDIES,
  type Study,
  type WalkForwardSpec,
} from "../../core/spec/study-spec.ts";
import { formatSpan, isShorter, parseSpan } from "../../core/time/span.ts";
import type { BacktestSpec } from "../dag-spec.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import type { WrittenRegression } from "../schema/study/regression-schema.ts";
import type { WrittenCpcv, WrittenMonteCarlo, WrittenWalkForward } from "../schema/study/study-schema.ts";
import type { PathStep } from "../yaml/source-tree.ts";
import { isWritten, reportAt, reportAtKey, type Section, sectionAt } from "./section.ts";

const SPAN_HINT = "By the calendar 4y, 6M, 2w or 90d; or in bars: 1000 bars.";
const MOST_SPLITS = 20_000;
const USUAL_RUNS = 20_000;
/** Each is a backtest. */
const USUAL_NOISY_RUNS = 1000;
/** A tenth of what a bar moves anyway: other trades at the same hour, not other days. */
const USUAL_NOISE = 0.1;
/** Units as people write them, with what is to be written. */
const WRITTEN_UNITS: Readonly<Record<string, string>> = {
  year: "y",
  years: "y",
  Y: "y",
  month: "M",
  months: "M",
  mo: "M",
  m: "M",
  week: "w",
  weeks: "w",
  W: "w",
  day: "d",
  days: "d",
  D: "d",
  b: " bars",
  Bars: " bars",
};

/** The studies of a block; absent keys ask for none. */
export function readStudies(
  section: Section,
  block: BacktestBlock,
  { hasSeveralSymbols }: { readonly hasSeveralSymbols: boolean },
): Pick<BacktestSpec, "walkForward" | "cpcv" | "monteCarlo" | "regression"> {
  const { walk_forward: written, cpcv, monte_carlo: drawn, regression } = block;
  const walkForward =
    written === undefined ? null : readWalkForward(sectionAt(section, "walk_forward"), written, block);
  if (walkForward !== null && written?.positions === "carried" && hasSeveralSymbols) {
    const message =
      "Positions of several symbols cannot be carried over a seam: what each of them changes by is not known.";
    const hint = "Write positions: reset, or trade one symbol.";
    reportAt(section, ["walk_forward", "positions"], { code: "EXECUTION_INVALID", message, hint });
  }
  const crossed = cpcv === undefined ? null : readCpcv(sectionAt(section, "cpcv"), cpcv);
  return {
    ...(walkForward !== null && { walkForward }),
    ...(crossed !== null && { cpcv: crossed }),
    ...(drawn !== undefined && { monteCarlo: readMonteCarlo(sectionAt(section, "monte_carlo"), drawn, block) }),
    ...(regression !== undefined && { regression: readRegression(regression) }),
  };
}

/** Where cells are no backtests of the engine's, there are no bars to cut. @param but what needs no bars */
export function refuseStudies(section: Section, why: string, but: readonly Study[] = []): void {
  for (const key of [...STUDIES, "regression"]) {
    if (!isWritten(section, key) || but.some((study) => study === key)) continue;
    const hint = "Leave it out, or let the engine trade a strategy: strategy: with data:.";
    reportAtKey(section, [key], { code: "DAG_KEY_CONFLICT", message: `"${key}" ${why}.`, hint });
  }
}

/** What a program has earned on other prices, only the program can say. */
export function refuseNoise(section: Section, { monte_carlo: drawn }: BacktestBlock): void {
  if (drawn?.method !== "price_noise") return;
  const message = "A script reads its own data: it cannot be traded again on noisy bars.";
  const hint = "Draw from what it has earned: stationary, iid, trades or permutation.";
  reportAt(section, ["monte_carlo", "method"], { code: "DAG_KEY_CONFLICT", message, hint });
}

function readWalkForward(section: Section, written: WrittenWalkForward, block: BacktestBlock): WalkForwardSpec | null {
  const inSample = readSpan(section, "in_sample", written.in_sample);
  const outOfSample = readSpan(section, "out_of_sample", written.out_of_sample);
  const step = written.step === undefined ? outOfSample : readSpan(section, "step", written.step);
  const gap = readBars(section, "gap", written.gap);
  const objective = written.objective ?? block.objective;
  if (step !== null && outOfSample !== null && isShorter(step, outOfSample) === true) {
    const message = `Windows every ${formatSpan(step)} with ${formatSpan(outOfSample)} out of sample would trade the same bars twice.`;
    const hint = "Make step as long as out_of_sample, or longer.";
    reportAt(section, ["step"], { code: "DAG_VALUE_INVALID", message, hint });
  }
  if (isWritten(section, "top_n") && written.select !== "top_mean") {
    const message = `"top_n" counts for select: top_mean, and here the cell is chosen by ${written.select}.`;
    reportAtKey(section, ["top_n"], { code: "DAG_KEY_CONFLICT", severity: "warning", message });
  }
  if (inSample === null || outOfSample === null || step === null || gap === null) return null;
  const { anchored, select, top_n: topN, positions } = written;
  const minTrades = written.min_trades ?? block.min_trades;
  return { inSample, outOfSample, step, anchored, gap, objective, minTrades, select, topN, positions };
}

function readRegression({ on_change: onChange, rtol, atol, cells }: WrittenRegression): RegressionSpec {
  return { onChange, tolerance: { relative: rtol, absolute: atol }, cells: cells === "all" ? null : cells };
}

function readCpcv(section: Section, written: WrittenCpcv): CpcvSpec | null {
  const { groups, test } = written;
  const purge = readBars(section, "purge", written.purge);
  const embargo = readBars(section, "embargo", written.embargo);
  if (test >= groups) {
    const message = `With ${test} of ${groups} groups tested, none is left to choose a cell by.`;
    reportAt(section, ["test"], { code: "DAG_VALUE_INVALID", message, hint: "Test fewer, such as 2 of 10." });
    return null;
  }
  const splits = combinations(groups, test);
  if (splits > MOST_SPLITS) {
    const message = `${test} of ${groups} groups make ${splits.toLocaleString("en")} splits; at most ${MOST_SPLITS.toLocaleString("en")} are computed.`;
    reportAt(section, ["test"], { code: "DAG_VALUE_INVALID", message, hint: "Test fewer groups, or make fewer." });
  }
  return purge === null || embargo === null ? null : { groups, test, purge, embargo };
}

function readMonteCarlo(section: Section, written: WrittenMonteCarlo, block: BacktestBlock): MonteCarloSpec {
  const { method, block: length = "auto", seed = block.seed, ruin } = written;
  const isNoise = method === "price_noise";
  const runs = written.runs ?? (isNoise ? USUAL_NOISY_RUNS : USUAL_RUNS);
  const hasWindows = block.walk_forward !== undefined;
  const of = written.of ?? (hasWindows && method !== "trades" && !isNoise ? "walk_forward" : "best");
  if (of === "walk_forward" && !hasWindows) {
    const message = "There is no walk_forward whose account histories could be drawn from.";
    reportAt(section, ["of"], { code: "DAG_KEY_CONFLICT", message, hint: "Write of: best, or add walk_forward." });
  }
  if (of === "walk_forward" && method === "trades") {
    const message = "The account of a walk-forward is joined from windows that cut trades: it has none to draw.";
    reportAt(section, ["method"], { code: "DAG_KEY_CONFLICT", message, hint: "Write of: best, or draw returns." });
  }
  if (of === "walk_forward" && isNoise) {
    const message =
      "On noisy bars other cells would have been chosen: what was earned out of sample is not traded again.";
    reportAt(section, ["of"], { code: "DAG_KEY_CONFLICT", message, hint: "Write of: best, or draw returns." });
  }
  if (written.noise !== undefined && !isNoise) {
    const message = `"noise" counts for method: price_noise, and here histories are drawn by ${method}.`;
    reportAtKey(section, ["noise"], { code: "DAG_KEY_CONFLICT", severity: "warning", message });
  }
  if (length !== "auto" && method !== "stationary") {
    const message = `"block" counts for method: stationary, and here histories are drawn by ${method}.`;
    reportAtKey(section, ["block"], { code: "DAG_KEY_CONFLICT", severity: "warning", message });
  }
  const noise = isNoise ? { noise: written.noise ?? USUAL_NOISE } : {};
  return { method, of, runs, block: length === "auto" ? null : length, seed, ...noise, ruin };
}

/** How many ways there are to choose so many. */
function combinations(of: number, choose: number): number {
  let count = 1;
  for (let i = 1; i <= choose; i++) count = (count * (of - choose + i)) / i;
  return Math.round(count);
}

function readSpan(section: Section, key: string, text: string): Span | null {
  const span = parseSpan(text);
  if (span !== null) return span;
  reportSpan(section, [key], text);
  return null;
}

/** A number of bars: `5 bars` or 5. */
function readBars(section: Section, key: string, written: string | number): number | null {
  if (typeof written === "number") {
    if (written >= 0 && written <= 1_000_000) return written;
    const message = `"${key}" must be a number of bars from 0 to 1,000,000, not ${written}.`;
    reportAt(section, [key], { code: "DAG_VALUE_INVALID", message });
    return null;
  }
  if (/^0( bars?)?$/.test(written)) return 0;
  const span = parseSpan(/^[1-9]\d*$/.test(written) ? `${written} bars` : written);
  if (span?.unit === "bars" && span.count <= 1_000_000) return span.count;
  const message = `"${key}" must be a number of bars, such as 5 bars, not ${quoted(written)}.`;
  reportAt(section, [key], { code: "DAG_VALUE_INVALID", message });
  return null;
}

function reportSpan(section: Section, steps: readonly PathStep[], text: string): void {
  const message = `"${steps.join(".")}" must be a length of time or a number of bars, not ${quoted(text)}.`;
  reportAt(section, steps, { code: "DAG_VALUE_INVALID", message, hint: `${meant(text)}${SPAN_HINT}` });
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** "4 years" is 4y; a bare number is most likely one of bars. */
function meant(text: string): string {
  const [, count = "", unit = ""] = /^\s*([1-9]\d{0,8})\s*([A-Za-z]*)\s*$/.exec(text) ?? [];
  if (count === "") return "";
  const known = WRITTEN_UNITS[unit] ?? WRITTEN_UNITS[unit.toLowerCase()] ?? (unit === "" ? " bars" : undefined);
  if (known !== undefined) return `${askWhether(`${count}${known}`)} `;
  const near = suggestName(unit, ["bars", ...Object.keys(WRITTEN_UNITS)]);
  return near === "" ? "" : `${near} `;
}
