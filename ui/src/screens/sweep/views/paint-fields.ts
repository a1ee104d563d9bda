import { SCALE_STEPS } from "../../../format/colours.ts";

interface Fields {
  readonly columns: number;
  readonly rows: number;
  /** Row by row, the first row at the bottom; NaN for none. */
  readonly values: Float64Array;
  readonly low: number;
  readonly high: number;
}

/** A picture of one pixel per field, to be stretched over a canvas; fields without a value stay clear. */
export function paintFields({ columns, rows, values, low, high }: Fields, scale: Uint8ClampedArray): HTMLCanvasElement {
  const picture = document.createElement("canvas");
  picture.width = columns;
  picture.height = rows;
  const context = picture.getContext("2d");
  if (context === null) return picture;
  const image = context.createImageData(columns, rows);
  const width = high - low;
  for (let row = 0; row < rows; row++) {
    const from = (rows - 1 - row) * columns;
    for (let column = 0; column < columns; column++) {
      const value = values[from + column] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const share = width > 0 ? Math.min(Math.max((value - low) / width, 0), 1) : 0.5;
      const step = Math.round(share * (SCALE_STEPS - 1)) * 3;
      const pixel = (row * columns + column) * 4;
      image.data[pixel] = scale[step] ?? 0;
      image.data[pixel + 1] = scale[step + 1] ?? 0;
      image.data[pixel + 2] = scale[step + 2] ?? 0;
      image.data[pixel + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return picture;
}
