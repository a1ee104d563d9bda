import { EXACT, isChanged, type Tolerance } from "./compare-columns.ts";

/** A trade as far as comparing needs it (structurally the engine's `Trade`). */
export interface ComparedTrade {
  readonly symbol: string;
  readonly side: string;
  /** Milliseconds UTC. */
  readonly entryTime: number;
  readonly exitTime: number;
  readonly units: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly pnl: number;
}

export interface TradesChange {
  readonly before: number;
  readonly after: number;
  /** Trades of the same symbol, side and entry on both sides, … */
  readonly same: number;
  /** … of these, those with another exit, size, price or result. */
  readonly changed: number;
  readonly added: number;
  readonly removed: number;
  /** Entry of the first trade that is not the same, in milliseconds UTC; null when all are. */
  readonly firstChange: number | null;
}

/** Two trades are one when symbol, side and moment of entry are; several of such are paired in their order. */
export function compareTrades(
  before: readonly ComparedTrade[],
  after: readonly ComparedTrade[],
  tolerance: Tolerance = EXACT,
): TradesChange {
  const open = Map.groupBy(before, keyOf);
  const counts = { same: 0, changed: 0, added: 0 };
  const changedAt: number[] = [];
  const taken = new Map<string, number>();
  for (const trade of after) {
    const key = keyOf(trade);
    const at = taken.get(key) ?? 0;
    const twin = open.get(key)?.[at];
    if (twin === undefined) counts.added += 1;
    else taken.set(key, at + 1);
    if (twin !== undefined && isSame(twin, trade, tolerance)) counts.same += 1;
    else {
      if (twin !== undefined) counts.changed += 1;
      changedAt.push(trade.entryTime);
    }
  }
  const gone = [...open].flatMap(([key, trades]) => trades.slice(taken.get(key) ?? 0));
  const first = Math.min(...changedAt, ...gone.map(({ entryTime }) => entryTime));
  return {
    before: before.length,
    after: after.length,
    ...counts,
    removed: gone.length,
    firstChange: Number.isFinite(first) ? first : null,
  };
}

function keyOf({ symbol, side, entryTime }: ComparedTrade): string {
  return JSON.stringify([symbol, side, entryTime]);
}

const VALUES = ["units", "entryPrice", "exitPrice", "pnl"] as const;

/** Moments are never a little different. */
function isSame(one: ComparedTrade, other: ComparedTrade, tolerance: Tolerance): boolean {
  return one.exitTime === other.exitTime && VALUES.every((name) => !isChanged(one[name], other[name], tolerance));
}
