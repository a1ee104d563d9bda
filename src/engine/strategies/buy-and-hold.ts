import { profileOf } from "../profiles/registry.ts";
import { addEvent, ENTER_LONG } from "../signals/event-list.ts";
import { eventStrategy } from "./event-strategy.ts";

/** Buys once, as early as the execution model allows, and keeps it. The usual benchmark. */
export const buyAndHold = eventStrategy({
  name: "buy_and_hold",
  description: "Buys at the first chance and holds to the end",
  params: {},
  warmup: () => 0,
  events: ({ bars, profile }, events) => {
    const first = profileOf(profile).traits.firstBar;
    if (bars.close.length > first) addEvent(events, first, ENTER_LONG);
  },
});
