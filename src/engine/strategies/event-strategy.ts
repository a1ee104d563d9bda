import type { ParamSpecs } from "../../core/params/param-spec.ts";
import { createEventList, type EventList } from "../signals/event-list.ts";
import { eventSignals } from "../signals/event-signals.ts";
import type { ParamsOf, SignalStrategy, StrategyInput } from "../strategy.ts";

interface EventStrategy<S extends ParamSpecs> {
  readonly name: string;
  readonly description: string;
  readonly params: S;
  warmup(params: ParamsOf<S>): number;
  events(input: StrategyInput<ParamsOf<S>>, events: EventList): void;
}

/** A strategy that lists its few signals instead of filling arrays; the arrays are derived for whoever asks. */
export function eventStrategy<const S extends ParamSpecs>(strategy: EventStrategy<S>): SignalStrategy<ParamsOf<S>> {
  return {
    ...strategy,
    kind: "signals",
    signals: (input) => {
      const events = createEventList(input.bars.close.length);
      strategy.events(input, events);
      return eventSignals(events);
    },
  };
}
