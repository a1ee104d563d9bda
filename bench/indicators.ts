/**
 * What each indicator costs: nanoseconds a bar, beside a plain loop that adds up one column. Columns are computed anew for each turn;
 * before anything is timed, two computations must agree to the bit.
 */
import type { IndicatorEntry } from "../src/engine/indicators/catalogue/indicator-entry.ts";
import { INDICATOR_ENTRIES } from "../src/engine/indicators/catalogue/indicator-catalogue.ts";
import { columnsIn } from "../src/engine/indicators/catalogue/kept-calls.ts";
import { computeCall } from "../src/engine/indicators/catalogue/compute-call.ts";
import { readCall } from "../src/engine/indicators/catalogue/read-call.ts";

const BARS = 100_000;
const TURNS = 5;
const close = Float64Array.from({ length: BARS }, (_, bar) => 100 + 10 * Math.sin(bar / 50) + (bar % 7) / 10);
const bars = {
  open: close.map((price) => price - 0.1),
  high: close.map((price) => price + 0.5),
  low: close.map((price) => price - 0.5),
  close,
  volume: close.map((_, bar) => 1000 + (bar % 97)),
};
const flags = Uint8Array.from(close, (_, bar) => Number(bar % 11 === 0));
const INPUTS = { bars, column: close, line: bars.open, flags } as const;

function compute(entry: IndicatorEntry): ReturnType<typeof computeCall> {
  // Two columns of one indicator are two different ones.
  const given = entry.takes.map((input, place) => (input === "column" && place > 0 ? bars.open : INPUTS[input]));
  return computeCall(entry, readCall(entry, given));
}

function bestMs(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS; turn++) {
    const begin = performance.now();
    work();
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}

function plainLoop(): number {
  let sum = 0;
  for (let bar = 0; bar < BARS; bar++) sum += close[bar] ?? 0;
  return sum;
}

function isSame(a: ReturnType<typeof computeCall>, b: ReturnType<typeof computeCall>): boolean {
  const others = columnsIn(b);
  return columnsIn(a).every(([, column], at) => column.every((value, bar) => Object.is(value, others[at]?.[1][bar])));
}

const loop = bestMs(plainLoop);
const lines = INDICATOR_ENTRIES.map((entry) => {
  if (!isSame(compute(entry), compute(entry))) throw new Error(`${entry.name} differs from turn to turn`);
  const ms = bestMs(() => compute(entry));
  return { name: entry.name, nanoseconds: (ms / BARS) * 1e6, times: ms / loop };
}).toSorted((a, b) => a.nanoseconds - b.nanoseconds);
process.stdout.write(`plain loop: ${((loop / BARS) * 1e6).toFixed(2)} ns a bar\n`);
for (const { name, nanoseconds, times } of lines) {
  process.stdout.write(
    `${name.padEnd(14)} ${nanoseconds.toFixed(1).padStart(8)} ns a bar ${times.toFixed(0).padStart(6)} ×\n`,
  );
}
