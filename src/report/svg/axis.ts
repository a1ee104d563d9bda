import { tickStep } from "d3-array";
import { scaleLinear, scaleLog, scaleUtc } from "d3-scale";
import type { MetricUnit } from "../../core/metrics/metric-info.ts";
import { formatTick } from "../format/format-date.ts";
import { formatNumber } from "../format/format-number.ts";

/** A labelled place on an axis. */
export interface Tick {
  /** 0 (left, bottom) … 1 (right, top). */
  readonly at: number;
  readonly label: string;
  /** Left out where space is short. */
  readonly minor: boolean;
}

/** Below this the arithmetic of ticks is lost in rounding. */
const SMALLEST_RANGE = 1e-290;
const FEW_TICKS = 5;

export interface ValueAxis {
  /** Height of a value: 0 (bottom) … 1 (top). */
  readonly height: (value: number) => number;
  readonly ticks: readonly Tick[];
}

/** Text of a tick when ticks are `step` apart. */
export type TickFormat = (value: number, step: number) => string;

/**
 * At most `most` ticks at round dates between two times in milliseconds UTC. When some are left out, or may be where space
 * is short, the first new year among them stays: months alone do not say of which year they are.
 */
export function timeTicks(from: number, to: number, most: number): readonly Tick[] {
  const scale = scaleUtc().domain([from, to]).range([0, 1]);
  const dates = scale.ticks(most);
  const every = Math.ceil(dates.length / most);
  const newYear = firstNewYear(dates);
  const kept = dates.filter((_, index) => (index - newYear) % every === 0);
  const anchor = firstNewYear(kept);
  return kept.map((date, index) => ({
    at: scale(date),
    label: formatTick(date),
    minor: isMinor(Math.abs(index - anchor), kept.length),
  }));
}

/** Index of the first date that begins a year; 0 when there is none. */
function firstNewYear(dates: readonly Date[]): number {
  return Math.max(
    0,
    dates.findIndex((date) => date.getTime() === Date.UTC(date.getUTCFullYear())),
  );
}

/** An axis over [low, high], widened to round ends; a single value gets a unit of space. */
export function linearAxis(low: number, high: number, format: TickFormat): ValueAxis {
  const scale = scaleLinear().domain(widened(low, high)).nice(5);
  return { height: scale.range([0, 1]), ticks: ticksOf(scale, scale.ticks(5), format) };
}

/** Ticks over exactly [low, high], for a horizontal axis of values. */
export function plainTicks(low: number, high: number, format: TickFormat): readonly Tick[] {
  const scale = scaleLinear().domain(widened(low, high)).range([0, 1]);
  return ticksOf(scale, scale.ticks(8), format).map(({ at, label }, index, { length }) => ({
    at,
    label,
    minor: isMinor(index, length),
  }));
}

/** A logarithmic axis; both ends must be above 0. Over less than a decade the ticks are evenly spaced values. */
export function logAxis(low: number, high: number, format: TickFormat): ValueAxis {
  const [from, to] = high / low > 1 + 1e-9 ? [low, high] : [low / 1.1, high * 1.1];
  const scale = scaleLog().domain([from, to]).range([0, 1]);
  const values = to / from < 10 ? scaleLinear().domain([from, to]).ticks(5) : scale.ticks().filter(isOneTwoFive);
  return { height: scale, ticks: ticksOf(scale, values, format) };
}

/** `12.5k`, `1.2M`: with the places that `step` needs. */
export const moneyTick: TickFormat = (value, step) => {
  const size = Math.max(Math.abs(value), step);
  const [unit, suffix] = size >= 1e9 ? [1e9, "B"] : size >= 1e6 ? [1e6, "M"] : size >= 1e4 ? [1e3, "k"] : [1, ""];
  return value === 0 ? "0" : formatNumber(value / unit, decimalsFor(step / unit)) + suffix;
};

export const percentTick: TickFormat = (value, step) => `${formatNumber(value * 100, decimalsFor(step * 100))}%`;

export const ratioTick: TickFormat = (value, step) => formatNumber(value, decimalsFor(step));

/** Tick labels of a metric in its unit. */
export function unitTick(unit: MetricUnit): TickFormat {
  return unit === "fraction" ? percentTick : unit === "money" ? moneyTick : ratioTick;
}

function ticksOf(scale: (value: number) => number, values: readonly number[], format: TickFormat): readonly Tick[] {
  const step = tickStep(values[0] ?? 0, values.at(-1) ?? 1, values.length - 1);
  return values.map((value) => ({ at: scale(value), label: format(value, step), minor: false }));
}

/** Every second tick may go where space is short, unless there are few. */
export function isMinor(index: number, count: number): boolean {
  return count > FEW_TICKS && index % 2 === 1;
}

function decimalsFor(step: number): number {
  return step > 0 ? Math.min(6, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))) : 0;
}

function isOneTwoFive(value: number): boolean {
  const lead = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [1, 2, 5].some((digit) => Math.abs(lead - digit) < 1e-6);
}

/** The range itself, or some space around it when its ends are equal but for rounding. */
function widened(low: number, high: number): readonly [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(size * 1e-9, SMALLEST_RANGE)) return [low, high];
  const space = Math.max(size * 0.05, 1e-3);
  return [low - space, high + space];
}
