import { RSI_VARIANTS, type RsiVariant } from "../indicators/rsi.ts";
import { ENTER_LONG, ENTER_SHORT, EXIT_LONG, EXIT_SHORT } from "../signals/event-list.ts";
import { zoneEvents } from "../signals/zone-events.ts";
import { eventStrategy } from "./event-strategy.ts";

/** Long when the RSI falls below `oversold`, out when it is back above `exit`; short above `overbought`, mirrored. */
export const rsiReversion = eventStrategy({
  name: "rsi_reversion",
  description: "Buys what fell too fast by the relative strength index, sells (or sells short) what rose too fast",
  params: {
    window: { kind: "int", default: 14, min: 2, max: 1000, description: "Bars of the index" },
    oversold: { kind: "float", default: 30, min: 0, max: 100, description: "Long below this" },
    overbought: { kind: "float", default: 70, min: 0, max: 100, description: "Short above this" },
    exit: {
      kind: "float",
      default: 50,
      min: 0,
      max: 100,
      description: "Either side is left when the index is back here",
    },
    variant: {
      kind: "choice",
      default: "wilder",
      choices: RSI_VARIANTS,
      description: "How gains and losses are averaged",
    },
  },
  warmup: ({ window }) => window + 1,
  events: ({ bars: { close }, params, indicators }, events) => {
    const { oversold, overbought, exit } = params;
    const index = indicators.rsi(close, params.window, params.variant as RsiVariant);
    const actionsAt = (bar: number): number | null => {
      const value = index[bar] ?? Number.NaN;
      if (Number.isNaN(value)) return null;
      return (
        (value < oversold ? ENTER_LONG : 0) |
        (value > exit ? EXIT_LONG : 0) |
        (value > overbought ? ENTER_SHORT : 0) |
        (value < exit ? EXIT_SHORT : 0)
      );
    };
    zoneEvents(close.length, actionsAt, events);
  },
});
