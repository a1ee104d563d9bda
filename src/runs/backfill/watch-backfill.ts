import { listen } from "../../store/connection/listener.ts";
import type { BackfillId } from "../../store/actions/backfills.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { createWakeSignal } from "../query/wake-signal.ts";
import { type Patience, retryUntilConnected } from "../retry-until-connected.ts";
import { type BackfillView, backfillView } from "./backfill-view.ts";

/** Looks again after this long without any word, in case one was missed. */
const LOOK_ANYWAY_MS = 5000;

/** Follows a backfill: how far it is at once, whenever a run has changed, and a last time when none of its runs is open and none will be started. */
export async function* watchBackfill(
  database: Database,
  id: BackfillId,
  { signal, patience }: { readonly signal: AbortSignal; readonly patience: Patience },
): AsyncGenerator<BackfillView, void, undefined> {
  const pulse = createWakeSignal(LOOK_ANYWAY_MS, signal);
  await using _listener = await listen(database, () => pulse.beat());
  for (;;) {
    const view = await retryUntilConnected(() => backfillView(database, id), patience);
    yield view;
    const isOver = view.backfill.state !== "running" && view.tally.open === 0;
    if (isOver || !(await pulse.next())) return;
  }
}
