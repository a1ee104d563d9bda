import { sampleForDrawing } from "./downsample.ts";

/** Inner coordinates of every plot; stretched to the size of the page by `preserveAspectRatio="none"`. */
export const PLOT_WIDTH = 2000;
export const PLOT_HEIGHT = 1000;

const COLUMNS = 1000;

export interface Line {
  /** 0 (left) … 1 (right) per point, ascending. */
  readonly positions: Float64Array;
  readonly values: Float64Array;
  /** 0 (bottom) … 1 (top); not finite where the value cannot be drawn. */
  readonly height: (value: number) => number;
}

/** SVG path of a line, downsampled to the screen; interrupted where a value cannot be drawn. */
export function linePath(line: Line): string {
  return strokes(line).map(relativePath).join("");
}

/** SVG path of the area between a line and the height of `base`. */
export function areaPath(line: Line, base: number): string {
  const bottom = toY(line.height(base));
  return strokes(line)
    .map((points) => {
      const first = points[0]?.[0] ?? 0;
      const last = points.at(-1)?.[0] ?? first;
      return `${relativePath([[first, bottom], ...points, [last, bottom]])}z`;
    })
    .join("");
}

type Point = readonly [x: number, y: number];

function strokes(line: Line): readonly (readonly Point[])[] {
  const finished: Point[][] = [];
  let current: Point[] = [];
  for (const index of sampleForDrawing(line.positions, line.values, COLUMNS)) {
    const height = line.height(line.values[index] ?? Number.NaN);
    if (Number.isFinite(height)) {
      current.push([Math.round((line.positions[index] ?? 0) * PLOT_WIDTH), toY(height)]);
    } else if (current.length > 0) {
      finished.push(current);
      current = [];
    }
  }
  return current.length > 0 ? [...finished, current] : finished;
}

function toY(height: number): number {
  return Math.round((1 - height) * PLOT_HEIGHT);
}

/** Whole steps from point to point: half the size of absolute coordinates. */
function relativePath(points: readonly Point[]): string {
  let [x, y] = points[0] ?? [0, 0];
  let path = `M${x} ${y}l`;
  for (const [nextX, nextY] of points.slice(1)) {
    const dy = nextY - y;
    path += `${nextX - x}${dy < 0 ? "" : " "}${dy} `;
    [x, y] = [nextX, nextY];
  }
  return points.length === 1 ? `${path}1 0` : path.trimEnd();
}
