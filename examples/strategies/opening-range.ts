import { defineStrategy } from "nightgrid";

/** Goes with a break of the first minutes' range, long or short, and is flat before the close. */
export default defineStrategy({
  name: "opening_range",
  params: { minutes: { kind: "int", default: 30, min: 5, max: 180 } },
  signals({ bars: { close }, bars, params: { minutes }, indicators }) {
    const { high, low } = bars.session.openingRange(minutes);
    const { minutesToClose } = bars.session;
    const isEarly = (bar: number): number => ((minutesToClose[bar] ?? 0) > 60 ? 1 : 0);
    const isLate = minutesToClose.map((left) => Number(left <= 10));
    const up = indicators.crossover(close, high);
    const down = indicators.crossunder(close, low);
    return {
      entries: up.map((flag, bar) => flag & isEarly(bar)),
      exits: Uint8Array.from(isLate),
      shortEntries: down.map((flag, bar) => flag & isEarly(bar)),
      shortExits: Uint8Array.from(isLate),
    };
  },
});
