import { crossings } from "../events/crossings.ts";
import { barsSince, shift, valueWhen } from "../events/look-back.ts";
import { momentum } from "../oscillators/rate-of-change.ts";
import { bars, type IndicatorEntry } from "./indicator-entry.ts";

const back = { name: "bars", default: 1, min: 0, max: 100_000, isWhole: true };

export const EVENT_ENTRIES = [
  {
    name: "shift",
    group: "events",
    takes: ["column"],
    params: [back],
    gives: [],
    source: "pandas shift",
    says: "What was so many bars ago; less than 0 would be the future, and is refused",
    compute: shift,
  },
  {
    name: "diff",
    group: "events",
    takes: ["column"],
    params: [bars(1, { name: "bars" })],
    gives: [],
    source: "pandas diff",
    says: "Change against so many bars ago",
    compute: momentum,
  },
  {
    name: "crossover",
    group: "events",
    takes: ["column", "line"],
    params: [],
    gives: [],
    source: "vectorbt's definition of crossed_above",
    says: "1 where the first is above the second, was not one bar earlier, and was below at some bar since the last NaN",
    compute: (a: Float64Array, b: Float64Array) => crossings(a, b, "above"),
  },
  {
    name: "crossunder",
    group: "events",
    takes: ["column", "line"],
    params: [],
    gives: [],
    source: "vectorbt's definition of crossed_below",
    says: "The same the other way",
    compute: (a: Float64Array, b: Float64Array) => crossings(a, b, "below"),
  },
  {
    name: "crossed",
    group: "events",
    takes: ["column", "line"],
    params: [],
    gives: [],
    source: "both",
    says: "Either of them",
    compute: (a: Float64Array, b: Float64Array) => crossings(a, b, "either"),
  },
  {
    name: "barsSince",
    group: "events",
    takes: ["flags"],
    params: [],
    gives: [],
    source: "pandas ffill; name of TradingView",
    says: "Bars since the condition held, 0 at one at which it does. NaN before the first",
    compute: barsSince,
  },
  {
    name: "valueWhen",
    group: "events",
    takes: ["flags", "column"],
    params: [{ name: "occurrence", default: 0, min: 0, max: 100_000, isWhole: true }],
    gives: [],
    source: "pandas shift and ffill; name of TradingView",
    says: "Value at the latest bar at which the condition held, or so many times before that",
    compute: valueWhen,
  },
] as const satisfies readonly IndicatorEntry[];
