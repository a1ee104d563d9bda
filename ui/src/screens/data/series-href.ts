import type { PriceSeries } from "../../api/shapes.ts";

export function seriesHref({
  source,
  symbol,
  timeframe,
}: Pick<PriceSeries, "source" | "symbol" | "timeframe">): string {
  return `/data/${[source, symbol, timeframe].map(encodeURIComponent).join("/")}`;
}
