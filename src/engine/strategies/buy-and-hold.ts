import { addEvent, ENTER_LONG } from "../signals/event-list.ts";
import { eventStrategy } from "./event-strategy.ts";

/** Buys once, as early as the execution model allows, and keeps it. The usual benchmark. */
export const buyAndHold = eventStrategy({
  name: "buy_and_hold",
  description: "Buys at the first chance and holds to the end",
  params: {},
  warmup: () => 0,
  events: ({ bars }, events) => {
    if (bars.close.length > 0) addEvent(events, 0, ENTER_LONG);
  },
});
