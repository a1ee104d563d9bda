import type { Bars } from "../bars.ts";
import { BARS } from "../extend/cell-standing.ts";
import { standAfter } from "../extend/resume-fills.ts";
import { fillEvents } from "../fills/fill-events.ts";
import { clearLedger } from "../fills/ledger.ts";
import { hasPlay } from "../fills/play-bars.ts";
import { isPlain } from "../fills/is-plain.ts";
import type { ExecutionProfile } from "../profiles/execution-profile.ts";
import { createEventList } from "../signals/event-list.ts";
import { eventTeller, type TellEvents } from "../signals/told-signals.ts";
import type { ColumnMemory } from "../simd/column-memory.ts";
import type { SignalStrategy } from "../strategy.ts";
import type { CellTrading } from "./ledger-cells.ts";

/**
 * Trades what a strategy signals, one list of events reused for all cells.
 *
 * @param memory where its indicators are kept; null: anywhere
 */
export function tradeSignals(
  strategy: SignalStrategy,
  bars: Bars,
  profile: ExecutionProfile,
  memory: ColumnMemory | null,
): CellTrading {
  return tradeEvents(eventTeller(strategy), bars, profile, memory);
}

/** The same of events that somebody tells. */
export function tradeEvents(
  tellEvents: TellEvents,
  bars: Bars,
  { orders, fillLongOnly }: ExecutionProfile,
  memory: ColumnMemory | null,
): CellTrading {
  const events = createEventList(bars.close.length, memory);
  return (account, input, standing) => {
    const { rules, ledger } = account;
    const traded = standing?.[BARS] ?? 0;
    events.count = 0;
    events.from = Math.max(0, traded - rules.delay);
    tellEvents(input, events);
    // Nothing happens on the bars that are new.
    if (traded > 0 && events.count === 0 && !hasPlay(rules, bars)) return;
    if (fillLongOnly !== null && traded === 0 && isPlain(rules, bars)) {
      if (fillLongOnly(rules, ledger, events, bars)) {
        if (standing !== undefined) standAfter(account);
        return;
      }
      clearLedger(ledger);
    }
    fillEvents(account, events, bars, { orders, standing });
  };
}
