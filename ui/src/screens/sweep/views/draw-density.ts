import type { Rgb } from "../../../format/colours.ts";
import type { Density } from "../worker/density.ts";
import type { CanvasSize } from "./use-canvas.ts";

interface DensityColours {
  readonly view: Density;
  /** Of all cells, and of those that count. */
  readonly behind: Rgb;
  readonly front: Rgb;
  readonly line: Rgb;
}

/** Pixels of the picture between two lines; it is stretched to the canvas. */
const COLUMNS = 120;
const ROWS = 130;
/** What a single cell is drawn with at least, so that none is lost from sight. */
const FAINT = 0.1;

/** Draws how many cells pass each point between the lines: twice as dark for four times as many. */
export function drawDensity(context: CanvasRenderingContext2D, size: CanvasSize, colours: DensityColours): void {
  const { view, behind, front, line } = colours;
  const gap = size.width / view.divisions.length;
  const xOf = (at: number) => (at + 0.5) * gap;
  for (let pair = 0; pair < view.divisions.length - 1; pair++) {
    const [left, right] = [view.divisions[pair] ?? 1, view.divisions[pair + 1] ?? 1];
    for (const [counts, colour] of [
      [view.all[pair], behind],
      [view.chosen[pair], front],
    ] as const) {
      if (counts === undefined) continue;
      context.drawImage(paintPair({ counts, left, right }, colour), xOf(pair), 0, gap, size.height);
    }
  }
  context.strokeStyle = `rgb(${line.join(" ")})`;
  context.lineWidth = 1;
  for (let at = 0; at < view.divisions.length; at++) {
    context.beginPath();
    context.moveTo(Math.round(xOf(at)) + 0.5, 0);
    context.lineTo(Math.round(xOf(at)) + 0.5, size.height);
    context.stroke();
  }
}

interface Pair {
  readonly counts: Int32Array;
  readonly left: number;
  readonly right: number;
}

function paintPair(pair: Pair, [red, green, blue]: Rgb): HTMLCanvasElement {
  const picture = document.createElement("canvas");
  picture.width = COLUMNS;
  picture.height = ROWS;
  const context = picture.getContext("2d");
  if (context === null) return picture;
  const passing = passingCells(pair);
  const most = passing.reduce((high, one) => Math.max(high, one), 1);
  const image = context.createImageData(COLUMNS, ROWS);
  for (let pixel = 0; pixel < passing.length; pixel++) {
    const count = passing[pixel] ?? 0;
    if (count === 0) continue;
    image.data[pixel * 4] = red;
    image.data[pixel * 4 + 1] = green;
    image.data[pixel * 4 + 2] = blue;
    image.data[pixel * 4 + 3] = 255 * (FAINT + (1 - FAINT) * Math.sqrt(count / most));
  }
  context.putImageData(image, 0, 0);
  return picture;
}

/** Cells at each pixel; the line of a group of cells is as thick as its place on the axis is high. */
function passingCells({ counts, left, right }: Pair): Float32Array {
  const passing = new Float32Array(COLUMNS * ROWS);
  for (let one = 0; one < left; one++) {
    for (let other = 0; other < right; other++) {
      const count = counts[one * right + other] ?? 0;
      if (count > 0)
        addLine(passing, count, {
          from: (one + 0.5) / left,
          to: (other + 0.5) / right,
          half: 0.25 / left + 0.25 / right,
        });
    }
  }
  return passing;
}

interface Line {
  /** Heights at the two ends, 0 at the bottom to 1. */
  readonly from: number;
  readonly to: number;
  readonly half: number;
}

function addLine(passing: Float32Array, count: number, { from, to, half }: Line): void {
  for (let column = 0; column < COLUMNS; column++) {
    const height = from + ((to - from) * (column + 0.5)) / COLUMNS;
    const top = Math.max(Math.round((1 - height - half) * ROWS), 0);
    const bottom = Math.min(Math.max(Math.round((1 - height + half) * ROWS), top + 1), ROWS);
    const share = count / (bottom - top);
    for (let row = top; row < bottom; row++) {
      const pixel = row * COLUMNS + column;
      passing[pixel] = (passing[pixel] ?? 0) + share;
    }
  }
}
