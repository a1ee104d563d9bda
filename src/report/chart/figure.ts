import type { Markup } from "../svg/markup.ts";

/** A chart with its frame of words. */
export interface Figure {
  readonly title: string;
  readonly note: string | null;
  /** Null when there is nothing to draw; `missing` then says why. */
  readonly svg: Markup | null;
  readonly missing: string;
  readonly legend: readonly LegendItem[];
  /** Offers the switch between the layers `linear` and `log`. */
  readonly switchable: boolean;
  /** Shows `log` first. */
  readonly startsLog?: boolean;
}

export interface LegendItem {
  /** CSS class of the mark: `net`, `gross`, `benchmark`, … */
  readonly mark: string;
  readonly label: string;
  /** What the crosshair reads out; before that, the last value. */
  readonly value: string;
  /** Name of the hover series; empty when the crosshair does not read it. */
  readonly series: string;
}

/** A chart that cannot be drawn, with the reason. */
export function missingFigure(title: string, missing: string): Figure {
  return { title, note: null, svg: null, missing, legend: [], switchable: false };
}
