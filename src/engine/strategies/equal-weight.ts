import { definePanelStrategy } from "../strategy.ts";

/** Buy and hold for several symbols: sets all that are traded to equal parts whenever one is traded for the first time. */
export const equalWeight = definePanelStrategy({
  name: "equal_weight",
  description: "Buys all symbols in equal parts and holds them: buy and hold for several symbols",
  params: {},
  warmup: () => 0,
  targets: ({ panel }) => {
    const barCount = panel.time.length;
    const firstBars = panel.closes.map((close) => close.findIndex((price) => !Number.isNaN(price)));
    const rebalance = new Uint8Array(barCount);
    for (const bar of firstBars) if (bar >= 0) rebalance[bar] = 1;
    const weights = firstBars.map((first) =>
      Float64Array.from({ length: barCount }, (_, bar) => {
        const traded = firstBars.filter((other) => other >= 0 && other <= bar).length;
        return first >= 0 && first <= bar ? 1 / traded : 0;
      }),
    );
    return { rebalance, weights };
  },
});
