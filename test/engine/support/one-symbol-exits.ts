import { EXIT_REASONS } from "../../../src/engine/trade.ts";

/** Only strategies of several symbols have a universe to leave: see `test/engine/panel`. Delistings come with the data: see `test/engine/fills/delisting.test.ts`. */
export const ONE_SYMBOL_EXITS = EXIT_REASONS.filter((reason) => !["left_universe", "delisted"].includes(reason));
