import { definePanelStrategy } from "../strategy.ts";

/** Buy and hold for several symbols: sets all that are traded to equal parts whenever one is new or gone. */
export const equalWeight = definePanelStrategy({
  name: "equal_weight",
  description: "Buys all symbols in equal parts and holds them: buy and hold for several symbols",
  params: {},
  warmup: () => 0,
  targets: ({ panel }) => {
    const barCount = panel.time.length;
    const rebalance = new Uint8Array(barCount);
    const weights = panel.symbols.map(() => new Float64Array(barCount));
    for (let bar = 0; bar < barCount; bar++) {
      const isTraded = panel.closes.map((close) => !Number.isNaN(close[bar] ?? Number.NaN));
      const traded = isTraded.filter(Boolean).length;
      for (const [asset, column] of weights.entries()) {
        const was = bar > 0 && !Number.isNaN(panel.closes[asset]?.[bar - 1] ?? Number.NaN);
        if (was !== isTraded[asset]) rebalance[bar] = 1;
        if (isTraded[asset] === true) column[bar] = 1 / traded;
      }
    }
    return { rebalance, weights };
  },
});
