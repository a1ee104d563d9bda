import { PLOT_HEIGHT, PLOT_WIDTH } from "../svg/line-path.ts";
import { type Markup, markup } from "../svg/markup.ts";

const RIBBON_HEIGHT = 14;

const SIDES = [
  { name: "long", sign: 1 },
  { name: "short", sign: -1 },
] as const;

/**
 * A strip at the foot of a plot: where a long or a short position was held. Bars that share a place on the
 * screen share a mark, so its size does not grow with the data.
 *
 * @param position units held at the close of each bar, signed
 * @param positions place of each bar, 0 (left) … 1 (right)
 */
export function positionRibbon(position: Float64Array, positions: Float64Array): readonly Markup[] {
  return SIDES.map(({ name, sign }) => ({ name, path: spansOf(position, positions, sign) }))
    .filter(({ path }) => path !== "")
    .map(({ name, path }) => markup`<path class="held ${name}" d="${path}"/>`);
}

function spansOf(position: Float64Array, positions: Float64Array, side: 1 | -1): string {
  let path = "";
  let drawnTo = -1;
  for (let bar = 0; bar < position.length; bar += 1) {
    if (Math.sign(position[bar] ?? 0) !== side) continue;
    const from = Math.max(drawnTo, Math.round((positions[bar] ?? 0) * PLOT_WIDTH));
    const to = Math.max(from, Math.round((positions[bar + 1] ?? 1) * PLOT_WIDTH));
    if (to === from) continue;
    path += from === drawnTo ? `h${to - from}` : `M${from} ${PLOT_HEIGHT - RIBBON_HEIGHT / 2}h${to - from}`;
    drawnTo = to;
  }
  return path;
}
