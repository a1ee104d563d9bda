import type { SignalStrategy, StrategyInput } from "../strategy.ts";
import { createEventList, type EventList } from "./event-list.ts";
import { eventSignals } from "./event-signals.ts";
import { signalEvents } from "./signal-events.ts";
import type { Signals } from "./signals.ts";

/** Of one cell, into a list that is empty. */
export type TellEvents = (input: StrategyInput, events: EventList) => void;

/** How the engine hears a strategy: by its own list, or by its arrays gathered into one. */
export function eventTeller(strategy: SignalStrategy): TellEvents {
  return (
    strategy.events?.bind(strategy) ??
    ((input, events) => signalEvents(strategy.signals(input), events.bars.length, events))
  );
}

/** The same as arrays: what is heard, though the strategy had other arrays beside its list. */
export function toldSignals(strategy: SignalStrategy, input: StrategyInput): Signals {
  if (strategy.events === undefined) return strategy.signals(input);
  const events = createEventList(input.bars.close.length);
  strategy.events(input, events);
  return eventSignals(events);
}
