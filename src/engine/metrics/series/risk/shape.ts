import { type Shape, shapeOf } from "../../../../core/metrics/shape.ts";
import { centralMomentsOf } from "../../../../core/numbers/moments.ts";

/** `shapeOf` a series. */
export function shape(returns: Float64Array): Shape {
  return shapeOf(returns.length, centralMomentsOf(returns));
}
