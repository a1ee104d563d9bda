import { annualScale } from "../../core/metrics/annual-scale.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { StopDistances } from "../fills/stops.ts";
import type { TradingRules } from "../fills/trading-rules.ts";
import { profileOf } from "../profiles/registry.ts";
import { unheededParam } from "../profiles/unheeded-param.ts";
import type { BacktestSettings } from "../settings.ts";

const BPS = 0.0001;

/**
 * @param params complete: the trade parameters in it override the block's settings
 * @throws AppError PARAM_INVALID when they ask for what the profile does not know
 */
export function cellRules(settings: BacktestSettings, params: Params): TradingRules {
  const { costs, execution } = settings;
  const { traits } = profileOf(execution.profile);
  const unheeded = unheededParam(execution.profile, params);
  if (unheeded !== null) {
    throw new AppError("PARAM_INVALID", `The profile "${execution.profile}" knows no parameter "${unheeded.name}".`);
  }
  const atClose = execution.fill === "close";
  const tradeOnClose = atClose && traits.tradesOnClose;
  return {
    traits,
    initialCapital: settings.initialCapital,
    positionSize: numberOr(params["position_size"], 1),
    direction: execution.direction,
    fillAtClose: atClose && !tradeOnClose,
    tradeOnClose,
    hedging: execution.hedging ?? false,
    exclusiveOrders: execution.exclusiveOrders ?? false,
    delay: atClose ? Number(tradeOnClose) : execution.executionDelay,
    lotSize: execution.lotSize,
    closeAtEnd: execution.closeAtEnd,
    delistings: settings.delistings ?? [],
    commissionRate: numberOr(params["commission_bps"], costs.commissionBps) * BPS,
    commissionPerShare: costs.commissionPerShare,
    commissionMin: costs.commissionMin,
    commissionFixed: costs.commissionFixed,
    borrowRate: numberOr(params["borrow_bps"], costs.borrowBps) * BPS,
    leverage: execution.leverage ?? 1,
    slippage: (numberOr(params["slippage_bps"], costs.slippageBps) + costs.spreadBps * traits.spreadShare) * BPS,
    fillProbability: costs.fillProbability,
    luckSeed: costs.fillProbability < 1 ? seedOf(settings.seed, params) : 0,
    stops: stopDistances(params),
    stopOrder: traits.stopOrder ?? execution.intrabar ?? "pessimistic",
    cooldown: numberOr(params["cooldown_period"], 0),
    maxHolding: distance(params["max_holding"]),
    maxSinglePositionVar: distance(params["max_single_position_var"]),
    maxPortfolioVar: distance(params["max_portfolio_var"]),
    volatilityPerBar: distance(params["volatility_target"]) / annualScale(settings.barsPerYear),
    orderUnits: distance(params["order_units"]),
    orderCash: distance(params["order_cash"]),
  };
}

function stopDistances(params: Params): StopDistances | null {
  const stopLoss = percentAway(params["stop_loss_pct"]);
  const takeProfit = percentAway(params["take_profit_pct"]);
  const trailing = percentAway(params["trailing_stop_pct"]);
  if (Math.min(stopLoss, takeProfit, trailing) === Number.POSITIVE_INFINITY) return null;
  return { stopLoss, takeProfit, trailing };
}

/** Absent and 0 are off: infinitely far away. */
function distance(value: unknown): number {
  const number = numberOr(value, 0);
  return number === 0 ? Number.POSITIVE_INFINITY : number;
}

/** As a fraction. */
function percentAway(value: unknown): number {
  return distance(value) / 100;
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}

/** FNV-1a over the canonical parameters, mixed with the seed. */
function seedOf(seed: number, params: Params): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of canonicalJson(params)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
