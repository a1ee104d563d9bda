import { AVERAGE_ENTRIES } from "./average-entries.ts";
import { EVENT_ENTRIES } from "./event-entries.ts";
import type { IndicatorEntry } from "./indicator-entry.ts";
import { OSCILLATOR_ENTRIES } from "./oscillator-entries.ts";
import { TREND_ENTRIES } from "./trend-entries.ts";
import { VOLUME_ENTRIES } from "./volume-entries.ts";
import { WINDOW_ENTRIES } from "./window-entries.ts";

type Entry =
  | (typeof AVERAGE_ENTRIES)[number]
  | (typeof TREND_ENTRIES)[number]
  | (typeof OSCILLATOR_ENTRIES)[number]
  | (typeof VOLUME_ENTRIES)[number]
  | (typeof WINDOW_ENTRIES)[number]
  | (typeof EVENT_ENTRIES)[number];

export type CatalogueName = Entry["name"];

/** Indicators that are computed from what they are given and nothing else. */
export const INDICATOR_ENTRIES: readonly (IndicatorEntry & { readonly name: CatalogueName })[] = [
  ...AVERAGE_ENTRIES,
  ...TREND_ENTRIES,
  ...OSCILLATOR_ENTRIES,
  ...VOLUME_ENTRIES,
  ...WINDOW_ENTRIES,
  ...EVENT_ENTRIES,
];
