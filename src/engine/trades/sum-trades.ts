import type { Bars } from "../bars.ts";
import type { Ledger } from "../fills/ledger.ts";
import { isPaired, pairedTradeSums } from "./paired-trade-sums.ts";
import type { TradeSums } from "./trade-sums.ts";
import { walkedTradeSums } from "./walked-trade-sums.ts";

export function sumTrades(ledger: Ledger, bars: Pick<Bars, "time">): TradeSums {
  return isPaired(ledger) ? pairedTradeSums(ledger, bars) : walkedTradeSums(ledger, bars);
}
