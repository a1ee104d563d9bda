import type { Tick } from "./axis.ts";
import { type Markup, markup } from "./markup.ts";
import { PLOT_HEIGHT, PLOT_WIDTH } from "./line-path.ts";

/** One drawing inside a plot with its own value axis; a plot has several when the reader may switch the scale. */
export interface Layer {
  /** CSS class of the layer: `linear`, `log` or empty. */
  readonly name: string;
  readonly ticks: readonly Tick[];
  /** Shapes in the coordinates of {@link PLOT_WIDTH} × {@link PLOT_HEIGHT}. */
  readonly shapes: readonly Markup[];
  /** Shapes in percent of the plot: they and their text keep their form when the plot is stretched. */
  readonly marks?: readonly Markup[];
}

export interface Plot {
  /** Read out instead of the picture. */
  readonly label: string;
  /** CSS class that sets the height. */
  readonly size: "tall" | "medium" | "low";
  readonly xTicks: readonly Tick[];
  readonly layers: readonly Layer[];
  /** Connects the plot with the hover data of the page. */
  readonly hover?: string;
}

/**
 * An SVG that is exactly the plot area: it takes any width, lines keep their thickness and letters their
 * size. Axis labels hang outside of it, in the margin that the style sheet leaves.
 */
export function renderPlot({ label, size, xTicks, layers, hover }: Plot): Markup {
  const hoverMark = hover === undefined ? null : markup` data-hover="${hover}"`;
  const crosshair = hover === undefined ? null : markup`<line class="crosshair" y1="0" y2="100%" x1="0" x2="0"/>`;
  return markup`<svg class="plot ${size}" role="img" aria-label="${label}"${hoverMark}>${layers.map(renderLayer)}${xTicks.map(xLabel)}${crosshair}</svg>`;
}

function renderLayer({ name, ticks, shapes, marks = [] }: Layer): Markup {
  return markup`<g class="layer${name === "" ? "" : ` ${name}`}">${ticks.map(gridLine)}<svg viewBox="0 0 ${PLOT_WIDTH} ${PLOT_HEIGHT}" preserveAspectRatio="none" width="100%" height="100%">${shapes}</svg>${marks}${ticks.map(yLabel)}</g>`;
}

function gridLine(tick: Tick): Markup {
  const y = fromTop(tick.at);
  return markup`<line class="grid${tick.label === "0" || tick.label === "0%" ? " zero" : ""}" x1="0" x2="100%" y1="${y}%" y2="${y}%"/>`;
}

function yLabel(tick: Tick): Markup {
  return markup`<text class="y" x="-8" y="${fromTop(tick.at)}%" dy=".32em">${tick.label}</text>`;
}

function xLabel(tick: Tick): Markup {
  return markup`<text class="x${tick.minor ? " minor" : ""}" x="${tick.at * 100}%" y="100%" dy="1.6em">${tick.label}</text>`;
}

function fromTop(height: number): number {
  return (1 - height) * 100;
}
