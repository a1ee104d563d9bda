import type { CorporateAction } from "../../data/sources/source.ts";
import { lockInstrumentActions, mergeActions, type StoredAction } from "../../store/prices/corporate-actions.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import { retryUntilConnected } from "../retry-until-connected.ts";
import type { IngestDeps } from "./ingest-deps.ts";
import type { SeriesRequest } from "./fetch-series.ts";
import type { OpenSource } from "./open-source.ts";

/** Writes the splits and dividends of a span down, where the source tells them; how many are new or not what they were. */
export async function fetchActions(
  { instrument, timeframe, span }: SeriesRequest,
  { source, context }: Pick<OpenSource, "source" | "context">,
  { database, clock }: Pick<IngestDeps, "database" | "clock">,
): Promise<number> {
  if (source.actions === undefined) return 0;
  const request = { instrument: instrument.id, timeframe, ...span, adjustment: "raw" as const, cursor: null };
  const told = await source.actions(request, { ...context, now: clock.now() });
  const [from, to] = [span.from, span.to - 1].map((time) => new Date(time).toISOString().slice(0, 10));
  const actions = ofOneDay(told.map(storedAction));
  return retryUntilConnected(() =>
    inTransaction(database, async (transaction) => {
      const knownAt = await lockInstrumentActions(transaction, instrument);
      return mergeActions(transaction, instrument, { from: from ?? "", to: to ?? "", actions, knownAt });
    }),
  );
}

/** Of each day one split and one dividend, which is what all of that day come to: two payouts add up. */
function ofOneDay(actions: readonly StoredAction[]): readonly StoredAction[] {
  const groups = Map.groupBy(actions, ({ kind, exDate }) => `${exDate} ${kind}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const amounts = group.map(({ amount }) => amount);
    const amount =
      first.kind === "split"
        ? amounts.reduce((all, ratio) => all * ratio, 1)
        : amounts.reduce((all, cash) => all + cash, 0);
    return [{ ...first, amount }];
  });
}

function storedAction(action: CorporateAction): StoredAction {
  const { exDate } = action;
  switch (action.kind) {
    case "split":
      return { kind: "split", exDate, amount: action.ratio };
    case "dividend":
      return { kind: "dividend", exDate, amount: action.cash };
  }
}
