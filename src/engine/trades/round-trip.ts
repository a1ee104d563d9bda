/** A position, or the part of it that one fill closes. Prices before slippage are `raw…`. */
export interface RoundTrip {
  side: 1 | -1;
  units: number;
  entryBar: number;
  /** When in that bar: AT_OPEN, INSIDE, AT_CLOSE or AT_CLOSE_BEFORE. */
  entryMoment: number;
  /** Average over the fills that built the position, weighted by units. */
  entryPrice: number;
  rawEntryPrice: number;
  entryFee: number;
  /** While it was held: received (below 0: paid by a short position), and paid for borrowing. */
  dividends: number;
  borrowCost: number;
  /** Row of the closing fill. */
  exitRow: number;
  exitFee: number;
}

/** Gain of a trade left at `exitPrice`, with dividends, net of fees and borrow cost. */
export function netPnl(trade: RoundTrip, exitPrice: number): number {
  return trade.side * trade.units * (exitPrice - trade.entryPrice) - (chargesOf(trade) - trade.dividends);
}

export function chargesOf({ entryFee, exitFee, borrowCost }: RoundTrip): number {
  return entryFee + exitFee + borrowCost;
}
