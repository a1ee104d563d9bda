import { formatQuantity } from "../../core/text/format-quantity.ts";
import type { FoundLeak, Warmup } from "../../engine/lookahead/examine-strategy.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { PublishedFactor } from "../../data/beside/check-published.ts";
import type { Membership } from "../../engine/lookahead/check-membership.ts";
import { type BacktestCheck, sawTooMuch } from "../../runs/check/check-backtest.ts";
import { type DeterminismCheck, WAYS } from "../../runs/check/check-determinism.ts";
import type { Output } from "../terminal/output.ts";

/** What `check lookahead` has found in one backtest, for people. */
export function checkLines(check: BacktestCheck, { colors }: Pick<Output, "colors">): readonly string[] {
  const { backtest, strategy, bars, cells, cuts, leak, warmup, wrote, membership, factors } = check;
  if (wrote !== null) {
    return [
      `${colors.red("✗")} ${backtest}: ${strategy}`,
      `  wrote to ${wrote.what}, which it may only read: other cells would see another market`,
      `  with ${JSON.stringify(wrote.params)}`,
    ];
  }
  const mark = !sawTooMuch(check) ? colors.green("✓") : colors.red("✗");
  const looked = `${count(bars)} bars, ${count(cells.length)} ${cells.length === 1 ? "cell" : "cells"} × ${count(cuts)} cuts`;
  return [
    `${mark} ${backtest}: ${strategy} ${colors.dim(`(${looked})`)}`,
    ...(leak === null ? ["  Nothing that it says of a bar changes when later bars are known."] : leakLines(leak)),
    ...(membership === null ? [] : [membershipText(membership)]),
    ...factors.map(factorText),
    `  ${warmupText(warmup)}`,
  ];
}

function membershipText({ symbols, comers, outside, leak }: Membership): string {
  const who = `${count(comers)} of ${count(symbols)} symbols join or leave, and are out at ${count(outside)} bars`;
  if (leak === null) return `  No symbol is seen before it joined or after it left: ${who}.`;
  return `  "${leak.column}" (${dateOf(leak)}) changes with prices of symbols that are out: ${who}.`;
}

function factorText({ name, values, lagMs, leak }: PublishedFactor): string {
  if (leak !== null) {
    return `  ${name}: ${leak.symbol} has a value at ${dateOf(leak)} that is not what was published by then.`;
  }
  const lag =
    lagMs === null
      ? ""
      : `, published ${lagMs.map((ms) => count(Math.floor(ms / DAY_MS))).join(" to ")} days after their event`;
  return `  No value of ${name} is there before its publication: ${count(values)} ${values === 1 ? "value" : "values"}${lag}.`;
}

function leakLines(leak: FoundLeak): readonly string[] {
  const { column, bar, knownBars, valueThen, valueLater, isUnstable } = leak;
  const place = `"${column}" at bar ${count(bar)} (${dateOf(leak)})`;
  const params = `  with ${JSON.stringify(leak.params)}`;
  if (isUnstable) return [`  ${place} was ${valueThen}, and ${valueLater} when run again on the same bars`, params];
  return [
    `  ${place} saw the future:`,
    `  ${valueThen} with the first ${count(knownBars)} bars known, ${valueLater} with the later ones`,
    params,
  ];
}

function warmupText({ settlesAfter, declared }: Warmup): string {
  if (settlesAfter === null) return "Its signals depend on where the data begin, however long ago that is.";
  const own = declared === null ? "" : ` (it declares ${count(declared)})`;
  return `Its signals settle after ${count(settlesAfter)} ${settlesAfter === 1 ? "bar" : "bars"}${own}.`;
}

/** The day, and the time of day where bars have one. */
function dateOf({ time }: Pick<FoundLeak, "time">): string {
  return new Date(time)
    .toISOString()
    .replace(/T00:00:00\.000Z$/, "")
    .replace(/:00\.000Z$/, "Z");
}

function count(value: number): string {
  return formatQuantity(value, "count");
}

/** What `check determinism` has found in one backtest, for people. */
export function determinismLines(check: DeterminismCheck, { colors }: Pick<Output, "colors">): readonly string[] {
  const { backtest, strategy, cells, difference } = check;
  const looked = colors.dim(`(${count(cells.length)} ${cells.length === 1 ? "cell" : "cells"} × ${WAYS.length} ways)`);
  if (difference === null) {
    return [
      `${colors.green("✓")} ${backtest}: ${strategy} ${looked}`,
      "  Every cell comes out the same, bit for bit: alone, in a sweep, in the opposite order and in two processes.",
    ];
  }
  const { what, way, alone, other, params } = difference;
  return [
    `${colors.red("✗")} ${backtest}: ${strategy} ${looked}`,
    `  ${what} is ${alone ?? "none"} when the cell is computed alone, and ${other ?? "none"} ${way}`,
    `  with ${JSON.stringify(params)}`,
  ];
}
