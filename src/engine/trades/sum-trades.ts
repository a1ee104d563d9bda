import type { Bars } from "../bars.ts";
import type { CellStanding } from "../extend/cell-standing.ts";
import type { Ledger } from "../fills/ledger.ts";
import { isPaired, pairedTradeSums } from "./paired-trade-sums.ts";
import type { TradeSums } from "./trade-sums.ts";
import { walkedTradeSums } from "./walked-trade-sums.ts";

/** @param standing what the fills before these came to, and then all of them; absent: nobody asks for it */
export function sumTrades(ledger: Ledger, bars: Pick<Bars, "time">, standing?: CellStanding): TradeSums {
  if (standing !== undefined) return walkedTradeSums(ledger, bars, standing);
  return isPaired(ledger) ? pairedTradeSums(ledger, bars) : walkedTradeSums(ledger, bars);
}
