import { defineBarStrategy } from "nightgrid";

/**
 * While the close is above its average of `trend` bars, bids `dip` below it, good for `patience` bars. What is bought has
 * a target and a stop, which moves to the entry price half-way to the target, and is sold after `hold` bars.
 */
export default defineBarStrategy({
  name: "buy_the_dip",
  params: {
    trend: { kind: "int", default: 200, min: 2, max: 500 },
    dip: { kind: "float", default: 0.02, min: 0, max: 0.5 },
    target: { kind: "float", default: 0.04, min: 0.001, max: 1 },
    stop: { kind: "float", default: 0.03, min: 0.001, max: 0.5 },
    patience: { kind: "int", default: 3, min: 1, max: 50 },
    hold: { kind: "int", default: 20, min: 1, max: 250 },
  },
  warmup: ({ trend }) => trend,
  prepare: ({ bars, params, indicators }) => ({ average: indicators.sma(bars.close, params.trend) }),
  onBar({ bar, bars, params, broker, prepared: { average } }) {
    const close = bars.close[bar] ?? 0;
    const [trade] = broker.trades;
    if (trade === undefined) {
      const bid = close * (1 - params.dip);
      if (broker.orders.length > 0 || !(close > (average[bar] ?? Number.NaN))) return;
      broker.buy({
        limit: bid,
        goodFor: params.patience,
        takeProfit: bid * (1 + params.target),
        stopLoss: bid * (1 - params.stop),
      });
    } else if (bar - trade.entryBar >= params.hold) {
      broker.close();
    } else if (close >= trade.entryPrice * (1 + params.target / 2)) {
      trade.moveStops({ stopLoss: trade.entryPrice });
    }
  },
});
