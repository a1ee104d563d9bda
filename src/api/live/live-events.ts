import { setTimeout as delay } from "node:timers/promises";
import type { ListedRunJson } from "../../contract/schemas/run-schema.ts";
import { listedRunJson } from "../../contract/json/run-json.ts";
import type { Logger } from "../../core/log.ts";
import { messageOf } from "../../core/errors/app-error.ts";
import { listen } from "../../store/connection/listener.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { readRuns } from "../../store/run/runs.ts";

/** Something that a browser would want to know at once. */
export type LiveEvent =
  | { readonly id: string; readonly kind: "run"; readonly run: ListedRunJson }
  /** Lines were added to the log of a run. */
  | { readonly id: string; readonly kind: "log"; readonly runId: string; readonly dag: string }
  /** Prices are being fetched, or have been. */
  | { readonly id: string; readonly kind: "prices"; readonly fetch: string }
  /** Events may have been missed: whatever is shown is to be read again. */
  | { readonly id: string; readonly kind: "reset" };

export interface LiveEvents extends AsyncDisposable {
  /**
   * Hears every event from now on, those first that came after the one named `after`, or a `reset` when it is too old, of
   * another process, or unknown.
   *
   * @returns what ends it
   */
  subscribe(hear: (event: LiveEvent) => void, after: string | null): () => void;
  close(): Promise<void>;
}

/** Events of one run that come faster are told as one. */
const QUIET_MS = 50;
const KEPT = 1000;

/** Tells any number of hearers what has changed, by one connection that listens, and one reading of what it tells of. */
export async function openLiveEvents(database: Database, log: Logger): Promise<LiveEvents> {
  const boot = crypto.randomUUID().slice(0, 8);
  const hearers = new Set<(event: LiveEvent) => void>();
  const recent: LiveEvent[] = [];
  const changed = new Map<string, Set<"run" | "log">>();
  const closing = new AbortController();
  let count = 0;
  let telling: Promise<void> | null = null;

  const nextId = (): string => `${boot}-${++count}`;
  const tell = (event: LiveEvent): void => {
    recent.push(event);
    if (recent.length > KEPT) recent.shift();
    for (const hear of hearers) hear(event);
  };
  const tellChanges = async (): Promise<void> => {
    while (changed.size > 0 && !closing.signal.aborted) {
      const now = new Map(changed);
      changed.clear();
      try {
        for (const run of await readRuns(database, [...now.keys()])) {
          const kinds = now.get(run.id);
          if (kinds?.has("run")) tell({ id: nextId(), kind: "run", run: listedRunJson(run) });
          if (kinds?.has("log")) tell({ id: nextId(), kind: "log", runId: run.id, dag: run.dagId });
        }
      } catch (error) {
        log.debug("What has changed could not be read; browsers are told to look at everything", {
          reason: messageOf(error),
        });
        tell({ id: nextId(), kind: "reset" });
      }
      await delay(QUIET_MS);
    }
    telling = null;
  };
  const listener = await listen(database, (event) => {
    if (event.kind === "reconnected") return tell({ id: nextId(), kind: "reset" });
    // What nobody hears is not read; whoever comes later is told to look at everything.
    if (hearers.size === 0) {
      recent.length = 0;
      return;
    }
    if (event.channel === "nightgrid_prices") return tell({ id: nextId(), kind: "prices", fetch: event.runId });
    const kinds = changed.get(event.runId) ?? new Set();
    changed.set(event.runId, kinds.add(event.channel === "nightgrid_log" ? "log" : "run"));
    telling ??= tellChanges();
  });

  const close = async (): Promise<void> => {
    closing.abort();
    await listener.close();
    await telling;
  };
  return {
    subscribe(hear, after) {
      if (after !== null) for (const event of missedSince(after)) hear(event);
      hearers.add(hear);
      return () => void hearers.delete(hear);
    },
    close,
    [Symbol.asyncDispose]: close,
  };

  function missedSince(id: string): readonly LiveEvent[] {
    const index = recent.findIndex((event) => event.id === id);
    // Nobody listened for some time, or the process is another one.
    if (index < 0) return [{ id: `${boot}-${count}`, kind: "reset" }];
    return recent.slice(index + 1);
  }
}
