import type { Ledger } from "../fills/ledger.ts";

/** One value per bar each. */
export interface CellCurves {
  readonly equity: Float64Array;
  /** The same fills and dividends with commissions, borrow costs, slippage and spread added back. */
  readonly grossEquity: Float64Array;
  /** Units held at the close, signed. */
  readonly position: Float64Array;
}

/** Draws the curves that the fills of a ledger make. */
export function cellCurves(ledger: Ledger, close: Float64Array, initialCapital: number): CellCurves {
  const equity = new Float64Array(close.length);
  const grossEquity = new Float64Array(close.length);
  const position = new Float64Array(close.length);
  let cash = initialCapital;
  let units = 0;
  let costs = 0;
  let row = 0;
  for (let bar = 0; bar < close.length; bar++) {
    for (; row < ledger.count && ledger.bar[row] === bar; row++) {
      const change = ledger.units[row] ?? Number.NaN;
      cash = ledger.cash[row] ?? Number.NaN;
      units = ledger.position[row] ?? Number.NaN;
      costs +=
        (ledger.fee[row] ?? Number.NaN) +
        change * ((ledger.price[row] ?? Number.NaN) - (ledger.rawPrice[row] ?? Number.NaN));
    }
    const value = units === 0 ? cash : cash + units * (close[bar] ?? Number.NaN);
    equity[bar] = value;
    grossEquity[bar] = value + costs;
    position[bar] = units;
  }
  return { equity, grossEquity, position };
}
