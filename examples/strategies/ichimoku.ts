import { defineStrategy } from "nightgrid";

/** In when the conversion line crosses above the base line over the cloud, out when the close is below the base line. */
export default defineStrategy({
  name: "ichimoku",
  params: {
    conversion: { kind: "int", default: 9, min: 2, max: 100 },
    base: { kind: "int", default: 26, min: 2, max: 200 },
    span: { kind: "int", default: 52, min: 2, max: 400 },
  },
  warmup: ({ base, span }) => span + base,
  signals({ bars: { close }, bars, params, indicators }) {
    const lines = indicators.ichimoku(bars, params.conversion, params.base, params.span);
    const crossed = indicators.crossover(lines.conversion, lines.base);
    const isAbove = (bar: number): boolean =>
      (close[bar] ?? 0) > Math.max(lines.spanA[bar] ?? Number.NaN, lines.spanB[bar] ?? Number.NaN);
    return {
      entries: crossed.map((flag, bar) => (flag === 1 && isAbove(bar) ? 1 : 0)),
      exits: indicators.crossunder(close, lines.base),
    };
  },
});
