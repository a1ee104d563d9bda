import { EXIT_REASONS } from "../../../src/engine/trade.ts";

/** Only strategies of several symbols have a universe to leave: see `test/engine/panel`. */
export const ONE_SYMBOL_EXITS = EXIT_REASONS.filter((reason) => reason !== "left_universe");
