import { definePanelStrategy } from "../strategy.ts";
import { rebalanceBars } from "./rebalance-bars.ts";
import { zScores } from "./z-scores.ts";

/**
 * Ranks the universe by a sum of factor scores, long the best share of it and short the worst, with as much money
 * on either side. Factors, each as z-score across the symbols: momentum (return of 12 months but the last), reversal
 * (minus the return of the last month) and low volatility (minus the deviation of daily returns). Take profit, stop loss
 * and cooldown are the trade parameters `take_profit_pct`, `stop_loss_pct` and `cooldown_period`.
 */
export const longShortEquity = definePanelStrategy({
  name: "long_short_equity",
  description: "Market-neutral: long the best and short the worst of the universe by weighted factors",
  symbols: { min: 2 },
  params: {
    momentum: { kind: "float", default: 1, min: -10, max: 10, description: "Weight of the factor momentum" },
    reversal: { kind: "float", default: 0, min: -10, max: 10, description: "Weight of the factor reversal" },
    low_volatility: {
      kind: "float",
      default: 0,
      min: -10,
      max: 10,
      description: "Weight of the factor low volatility",
    },
    lookback: { kind: "int", default: 252, min: 3, max: 2000, description: "Bars of momentum and volatility" },
    skip: { kind: "int", default: 21, min: 1, max: 500, description: "Last bars that momentum leaves to reversal" },
    quantile: { kind: "float", default: 0.2, min: 0.01, max: 0.5, description: "Share of the universe on each side" },
    gross: {
      kind: "float",
      default: 1,
      min: 0.01,
      max: 4,
      description: "Both sides together, as a share of the equity",
    },
    rebalance_period: { kind: "int", default: 21, min: 1, max: 1000, description: "Bars between two rankings" },
  },
  warmup: ({ lookback, skip }) => Math.max(lookback, skip + 1),
  targets: ({ panel, params }) => {
    const barCount = panel.time.length;
    const warmup = Math.max(params.lookback, params.skip + 1);
    const rebalance = rebalanceBars(barCount, warmup, params.rebalance_period);
    const weights = panel.symbols.map(() => new Float64Array(barCount));
    const scores = panel.symbols.map(() => new Float64Array(barCount).fill(Number.NaN));
    for (let bar = warmup; bar < barCount; bar++) {
      if (rebalance[bar] === 0) continue;
      const momentum = zScores(panel.closes.map((close) => rise(close, bar - params.lookback, bar - params.skip)));
      const reversal = zScores(panel.closes.map((close) => -rise(close, bar - params.skip, bar)));
      const calm = zScores(panel.closes.map((close) => -returnDeviation(close, bar - params.lookback, bar)));
      const ranked = panel.symbols
        .map((_, asset) => ({
          asset,
          score:
            params.momentum * (momentum[asset] ?? Number.NaN) +
            params.reversal * (reversal[asset] ?? Number.NaN) +
            params.low_volatility * (calm[asset] ?? Number.NaN),
        }))
        .filter(({ score }) => !Number.isNaN(score))
        .sort((a, b) => b.score - a.score || a.asset - b.asset);
      for (const { asset, score } of ranked) scores[asset]?.fill(score, bar, bar + 1);
      const side = Math.min(Math.max(1, Math.floor(ranked.length * params.quantile)), Math.floor(ranked.length / 2));
      for (const { asset } of ranked.slice(0, side)) weights[asset]?.fill(params.gross / 2 / side, bar, bar + 1);
      for (const { asset } of ranked.slice(ranked.length - side))
        weights[asset]?.fill(-params.gross / 2 / side, bar, bar + 1);
    }
    return { rebalance, weights, scores };
  },
});

function rise(close: Float64Array, from: number, to: number): number {
  return (close[to] ?? Number.NaN) / (close[from] ?? Number.NaN) - 1;
}

function returnDeviation(close: Float64Array, from: number, to: number): number {
  const returns: number[] = [];
  for (let bar = from + 1; bar <= to; bar++) returns.push(rise(close, bar - 1, bar));
  const mean = returns.reduce((total, r) => total + r, 0) / returns.length;
  return Math.sqrt(returns.reduce((total, r) => total + (r - mean) ** 2, 0) / returns.length);
}
