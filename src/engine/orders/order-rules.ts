import type { ExitReason } from "../trade.ts";
import type { Account } from "../fills/account.ts";
import type { Side } from "../fills/side.ts";

/** How a profile sizes, charges and books orders. `rawPrice` is the market's price, before slippage. */
export interface OrderRules {
  /** Opens a position; the account is flat. A refused order becomes a rejection. */
  enter(account: Account, bar: number, rawPrice: number, side: Side): void;
  /** Closes the position. Only exits by `signal` can be missed. */
  leave(account: Account, bar: number, rawPrice: number, reason: ExitReason): void;
  /** Turns the position into one of the other side, on a signal. */
  reverse(account: Account, bar: number, rawPrice: number): void;
}
