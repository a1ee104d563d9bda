import { AppError } from "../../core/errors/app-error.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { Params } from "../../core/values/params.ts";
import type { BacktestSettings, Direction, ExecutionModel, Profile } from "../settings.ts";
import { unheededParam } from "./native-params.ts";
import type { StopDistances, StopOrder } from "./stops.ts";

const BPS = 0.0001;

/** The settings of one cell in the units the kernels compute with; costs as fractions. */
export interface TradingRules {
  readonly profile: Profile;
  readonly initialCapital: number;
  /** Fraction of the available equity spent per entry, 0…1. */
  readonly positionSize: number;
  readonly direction: Direction;
  readonly fillAtClose: boolean;
  /** Market orders are filled at the close before the bar in which they meet the account (backtesting.py's `trade_on_close`). */
  readonly tradeOnClose: boolean;
  /** Opposite trades stand side by side, and a new order cancels and closes what there was; profile `backtesting.py`, bar by bar. */
  readonly hedging: boolean;
  readonly exclusiveOrders: boolean;
  /** Bars between signal and fill. */
  readonly delay: number;
  /** 0 for fractional units. */
  readonly lotSize: number;
  readonly closeAtEnd: boolean;
  readonly commissionRate: number;
  readonly commissionPerShare: number;
  readonly commissionMin: number;
  readonly commissionFixed: number;
  /** A year, of the value of what was sold short. */
  readonly borrowRate: number;
  /** How many times the cash may be spent; 1 but in the profile `backtesting.py`. */
  readonly leverage: number;
  /** Slippage and half the spread (in the profile `backtesting.py` the whole spread, at entries alone): how far a fill is moved against the trade, as a fraction of the price. */
  readonly slippage: number;
  readonly fillProbability: number;
  /** Of `fillLuck`; depends on the run's seed and on the cell's parameters alone. */
  readonly luckSeed: number;
  /** Null when no stop is set. */
  readonly stops: StopDistances | null;
  readonly stopOrder: StopOrder;
  /** Bars after an exit without an entry; 0 is off. */
  readonly cooldown: number;
  /** Bars after which a position is left; Infinity is off. */
  readonly maxHolding: number;
  /** Largest one-bar value at risk as a fraction of the account, of one position and of all; Infinity is off. */
  readonly maxSinglePositionVar: number;
  readonly maxPortfolioVar: number;
  /** Largest standard deviation of the account's return in one bar; Infinity is off. */
  readonly volatilityPerBar: number;
  /** Most units, and most money with commission, of one entry; Infinity is off. */
  readonly orderUnits: number;
  readonly orderCash: number;
}

/**
 * @param params complete: the trade parameters in it override the block's settings
 * @throws AppError PARAM_INVALID when they ask for what the profile does not know
 */
export function tradingRules(settings: BacktestSettings, params: Params): TradingRules {
  const { costs, execution } = settings;
  const unheeded = unheededParam(execution.profile, params);
  if (unheeded !== null) {
    throw new AppError("PARAM_INVALID", `The profile "${execution.profile}" knows no parameter "${unheeded}".`);
  }
  const atClose = execution.fill === "close";
  const tradeOnClose = atClose && execution.profile === "backtesting.py";
  return {
    profile: execution.profile,
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
    commissionRate: numberOr(params["commission_bps"], costs.commissionBps) * BPS,
    commissionPerShare: costs.commissionPerShare,
    commissionMin: costs.commissionMin,
    commissionFixed: costs.commissionFixed,
    borrowRate: numberOr(params["borrow_bps"], costs.borrowBps) * BPS,
    leverage: execution.leverage ?? 1,
    slippage: (numberOr(params["slippage_bps"], costs.slippageBps) + costs.spreadBps * spreadShare(execution)) * BPS,
    fillProbability: costs.fillProbability,
    luckSeed: costs.fillProbability < 1 ? seedOf(settings.seed, params) : 0,
    stops: stopDistances(params),
    stopOrder: execution.profile === "native" ? (execution.intrabar ?? "pessimistic") : "stop_first",
    cooldown: numberOr(params["cooldown_period"], 0),
    maxHolding: distance(params["max_holding"]),
    maxSinglePositionVar: distance(params["max_single_position_var"]),
    maxPortfolioVar: distance(params["max_portfolio_var"]),
    volatilityPerBar: distance(params["volatility_target"]) / Math.sqrt(settings.barsPerYear),
    orderUnits: distance(params["order_units"]),
    orderCash: distance(params["order_cash"]),
  };
}

function spreadShare({ profile }: ExecutionModel): number {
  return profile === "backtesting.py" ? 1 : 0.5;
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
