import { AppError } from "../../core/errors/app-error.ts";
import type { DataSpec } from "../../core/spec/data-spec.ts";
import { commandLine } from "../../core/text/typed-word.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { Action } from "../../data/actions/action.ts";
import { barsWithActions } from "../../data/actions/bars-with-actions.ts";
import { timeframeMs } from "../../data/bars/timeframe.ts";
import type { Bars } from "../../engine/bars.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import { readActionsAsOf, readActionsKnownAt, type StoredAction } from "../../store/prices/corporate-actions.ts";
import { type InstrumentKey, readInstrument } from "../../store/prices/instruments.ts";
import type { PricePin } from "../../store/prices/price-pins.ts";

/** What of a request says which splits and dividends stand beside stored bars; nothing where none do. */
export function pinnedActions({ actions, session, timeframe }: DataSpec): Pick<PricePin, "actions"> {
  if (actions === undefined) return {};
  const isDaily = timeframeMs(timeframe) >= DAY_MS;
  return {
    actions: {
      ...(actions.asOf !== undefined && { asOf: actions.asOf }),
      ...(session !== undefined && !isDaily && { session }),
    },
  };
}

/**
 * When what a source tells of the units of an instrument has changed last, but not after a moment.
 *
 * @returns null where nothing was told @throws AppError DATASET_INVALID for prices that are kept adjusted: it would count twice
 */
export async function actionsKnownAt(
  connection: Connection,
  key: InstrumentKey,
  asOf: Date | null,
): Promise<string | null> {
  const instrument = await readInstrument(connection, key);
  if (instrument !== null && instrument.adjustment !== "raw") {
    const { source, symbol, id, adjustment } = instrument;
    const what = `${symbol} of ${source} is kept with prices that are adjusted already (${adjustment})`;
    const fetch = commandLine("nightgrid data fetch", [source, id], "--as <name> --adjust raw");
    throw new AppError("DATASET_INVALID", what, {
      hint: `Leave "adjust" out, or keep raw prices under another name: ${fetch}`,
      details: { source, symbol, key: "adjust" },
    });
  }
  const knownAt = await readActionsKnownAt(connection, key);
  if (knownAt === null) return null;
  return (asOf !== null && asOf < knownAt ? asOf : knownAt).toISOString();
}

/**
 * Stored bars with the splits and dividends beside them that a source told at a moment, each known from its ex-date on: sources do not
 * tell when it was announced.
 *
 * @param knownAt null: nothing was told
 */
export async function withStoredActions(
  connection: Connection,
  bars: Bars,
  { source, knownAt, actions }: Pick<PricePin, "source" | "actions"> & { readonly knownAt: string | null },
): Promise<{ readonly bars: Bars; readonly warnings: readonly string[] }> {
  if (actions === undefined || knownAt === null) return { bars, warnings: [] };
  const told = await readActionsAsOf(connection, { source, symbol: bars.symbol }, new Date(knownAt));
  return barsWithActions(bars, told.map(actionOf), actions);
}

function actionOf({ kind, exDate, amount }: StoredAction): Action {
  const knownAt = Date.parse(exDate);
  return { kind, amount, knownAt, exDay: knownAt / DAY_MS };
}
