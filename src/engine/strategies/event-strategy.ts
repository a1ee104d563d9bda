import type { Params, ParamSpecs } from "../../core/params.ts";
import {
  createEventList,
  ENTER_LONG,
  ENTER_SHORT,
  type EventList,
  EXIT_LONG,
  EXIT_SHORT,
} from "../signals/event-list.ts";
import type { ParamsOf, Signals, Strategy, StrategyInput } from "../strategy.ts";

interface EventStrategy<S extends ParamSpecs> {
  readonly name: string;
  readonly description: string;
  readonly params: S;
  warmup(params: ParamsOf<S>): number;
  events(input: StrategyInput<ParamsOf<S>>, events: EventList): void;
}

/** A strategy that lists its few signals instead of filling arrays; the arrays are derived for whoever asks. */
export function eventStrategy<const S extends ParamSpecs>(strategy: EventStrategy<S>): Strategy<ParamsOf<S>> {
  return {
    ...strategy,
    signals: (input) => signalsOf(strategy, input),
  };
}

function signalsOf<P extends Params>(
  strategy: { events(input: StrategyInput<P>, events: EventList): void },
  input: StrategyInput<P>,
): Signals {
  const barCount = input.bars.close.length;
  const events = createEventList(barCount);
  strategy.events(input, events);
  const columnOf = (action: number): Uint8Array => {
    const column = new Uint8Array(barCount);
    for (let k = 0; k < events.count; k++) {
      if (((events.actions[k] ?? 0) & action) !== 0) column[events.bars[k] ?? 0] = 1;
    }
    return column;
  };
  return {
    entries: columnOf(ENTER_LONG),
    exits: columnOf(EXIT_LONG),
    shortEntries: columnOf(ENTER_SHORT),
    shortExits: columnOf(EXIT_SHORT),
  };
}
