import { defineStrategy } from "nightgrid";

/** Buys a close above the highest high of the last `enter` bars; sells below the lowest low of the last `leave` bars. */
export default defineStrategy({
  name: "channel_breakout",
  params: {
    enter: { kind: "int", default: 20, min: 2, max: 500 },
    leave: { kind: "int", default: 10, min: 1, max: 500 },
  },
  signals({ bars, params }) {
    const { high, low, close } = bars;
    const entries = new Uint8Array(close.length);
    const exits = new Uint8Array(close.length);
    close.forEach((price, bar) => {
      if (bar < params.enter) return;
      if (price > Math.max(...high.subarray(bar - params.enter, bar))) entries[bar] = 1;
      if (price < Math.min(...low.subarray(bar - params.leave, bar))) exits[bar] = 1;
    });
    return { entries, exits };
  },
});
