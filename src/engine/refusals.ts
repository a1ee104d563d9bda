import type { Refusals } from "./backtest.ts";
import type { Rejection, RejectionReason } from "./fills/ledger.ts";

/** Why an entry was not filled at all. A limit (`max_…`) only cuts an order, and a cooldown was asked for. */
const REFUSES = new Set<RejectionReason>(["no_cash", "no_price", "direction", "lot_size", "missed_fill"]);

/** @returns null where nothing was refused, as in most cells */
export function refusalsOf(rejections: readonly Pick<Rejection, "order" | "reason">[]): Refusals | null {
  let refused: Partial<Record<RejectionReason, number>> | null = null;
  for (const { order, reason } of rejections) {
    if (order !== "entry" || !REFUSES.has(reason)) continue;
    refused ??= {};
    refused[reason] = (refused[reason] ?? 0) + 1;
  }
  return refused;
}

/** `6 entries refused: no_cash`; of several reasons `7 entries refused: 6 no_cash, 1 lot_size`. Null for none. */
export function describeRefusals(refused: Refusals | null): string | null {
  const entries = Object.entries(refused ?? {});
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const reasons = entries.map(([reason, count]) => (entries.length === 1 ? reason : `${count} ${reason}`)).join(", ");
  return `${total} ${total === 1 ? "entry" : "entries"} refused: ${reasons}`;
}
