/** What one walk along the trades of a cell adds up. Money in account currency, net of fees; fees are commissions and borrow costs. */
export interface TradeSums {
  closed: number;
  open: number;
  wins: number;
  wonMoney: number;
  losses: number;
  /** Positive. */
  lostMoney: number;
  closedPnl: number;
  /** Milliseconds between entry and exit, closed trades. */
  closedDurationMs: number;
  /** Fees of closed trades. */
  closedFees: number;
  /** Of all fills and carries. */
  fees: number;
  /** Fees, slippage and spread: what gross equity has more than net equity. */
  costs: number;
  /** Σ |units · price| over all fills. */
  notional: number;
}

/** Of no trades yet; each caller adds to its own. */
export function noTrades(): TradeSums {
  return {
    closed: 0,
    open: 0,
    wins: 0,
    wonMoney: 0,
    losses: 0,
    lostMoney: 0,
    closedPnl: 0,
    closedDurationMs: 0,
    closedFees: 0,
    fees: 0,
    costs: 0,
    notional: 0,
  };
}

/** Of several symbols together. */
export function addTradeSums(a: TradeSums, b: TradeSums): TradeSums {
  return {
    closed: a.closed + b.closed,
    open: a.open + b.open,
    wins: a.wins + b.wins,
    wonMoney: a.wonMoney + b.wonMoney,
    losses: a.losses + b.losses,
    lostMoney: a.lostMoney + b.lostMoney,
    closedPnl: a.closedPnl + b.closedPnl,
    closedDurationMs: a.closedDurationMs + b.closedDurationMs,
    closedFees: a.closedFees + b.closedFees,
    fees: a.fees + b.fees,
    costs: a.costs + b.costs,
    notional: a.notional + b.notional,
  };
}
