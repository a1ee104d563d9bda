import type { Refusals } from "./backtest.ts";
import { type CellStanding, REFUSED } from "./extend/cell-standing.ts";
import type { Rejection, RejectionReason } from "./fills/ledger.ts";

/** Why an entry was not filled at all. A limit (`max_…`) only cuts an order, and a cooldown was asked for. */
const REFUSING = [
  "no_cash",
  "no_price",
  "direction",
  "lot_size",
  "missed_fill",
] as const satisfies readonly RejectionReason[];
const REFUSES = new Set<RejectionReason>(REFUSING);

/**
 * @param standing of a cell that was gone on with: counts those before, to which these are added; absent: there were none
 * @returns null where nothing was refused, as in most cells
 */
export function refusalsOf(
  rejections: readonly Pick<Rejection, "order" | "reason">[],
  standing?: CellStanding,
): Refusals | null {
  let refused: Partial<Record<RejectionReason, number>> | null = null;
  if (standing !== undefined) refused = standingWith(standing);
  for (const { order, reason } of rejections) {
    if (order !== "entry" || !REFUSES.has(reason)) continue;
    refused ??= {};
    refused[reason] = (refused[reason] ?? 0) + 1;
  }
  if (standing !== undefined) {
    for (const [place, reason] of REFUSING.entries()) standing[REFUSED + place] = refused?.[reason] ?? 0;
  }
  return refused;
}

function standingWith(standing: CellStanding): Partial<Record<RejectionReason, number>> | null {
  let refused: Partial<Record<RejectionReason, number>> | null = null;
  for (let place = 0; place < REFUSING.length; place++) {
    const reason = REFUSING[place];
    const count = standing[REFUSED + place] ?? 0;
    if (count > 0 && reason !== undefined) (refused ??= {})[reason] = count;
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
