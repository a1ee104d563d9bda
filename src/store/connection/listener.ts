import { setTimeout as delay } from "node:timers/promises";
import type { Notification, PoolClient } from "pg";
import { EVENT_CHANNELS, type EventChannel } from "../events.ts";
import { passesByItself } from "../problems/problem-of.ts";
import type { Database } from "./transaction.ts";

/** What a listener tells. `reconnected`: messages may have been missed, so look at everything again. */
export type ListenerEvent =
  | { readonly kind: "message"; readonly channel: EventChannel; readonly runId: string }
  | { readonly kind: "reconnected" };

export interface Listener extends AsyncDisposable {
  close(): Promise<void>;
}

interface OpenConnection {
  readonly client: PoolClient;
  /** Resolves when it is of no use any more. */
  readonly lost: Promise<unknown>;
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 2000;

/**
 * Listens on all our channels with a connection of its own, and gets a new one by itself when the
 * server went away (I9). Listening has begun when it resolves, unless the database is of no use just then (away, a
 * standby, out of connections): `reconnected` tells when it begins.
 *
 * @param onEvent must not throw
 */
export async function listen(database: Database, onEvent: (event: ListenerEvent) => void): Promise<Listener> {
  const closing = new AbortController();
  const closed = new Promise((resolve) => closing.signal.addEventListener("abort", resolve));
  let current = await openUnlessAway(() => open(database, onEvent));

  const keepOpen = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      if (current !== null) await Promise.race([current.lost, closed]);
      // Destroyed, not handed back: the next user would get our notifications.
      current?.client.release(true);
      current = await reopen(() => open(database, onEvent), closing.signal);
      if (current !== null) onEvent({ kind: "reconnected" });
    }
  };
  const keeping = keepOpen();
  const close = async (): Promise<void> => {
    closing.abort();
    await keeping;
  };
  return { close, [Symbol.asyncDispose]: close };
}

async function open(database: Database, onEvent: (event: ListenerEvent) => void): Promise<OpenConnection> {
  const client = await database.connect();
  const lost = new Promise((resolve) => client.once("error", resolve).once("end", resolve));
  client.on("notification", ({ channel, payload }: Notification) => {
    const known = EVENT_CHANNELS.find((name) => name === channel);
    if (known !== undefined) onEvent({ kind: "message", channel: known, runId: payload ?? "" });
  });
  try {
    await client.query(EVENT_CHANNELS.map((name) => `listen ${name}`).join("; "));
    return { client, lost };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function openUnlessAway(openOnce: () => Promise<OpenConnection>): Promise<OpenConnection | null> {
  try {
    return await openOnce();
  } catch (error) {
    if (passesByItself(error)) return null;
    throw error;
  }
}

/** Null once it is closed. */
async function reopen(openOnce: () => Promise<OpenConnection>, closing: AbortSignal): Promise<OpenConnection | null> {
  for (let delayMs = FIRST_DELAY_MS; !closing.aborted; delayMs = Math.min(MAX_DELAY_MS, delayMs * 2)) {
    try {
      const opened = await openOnce();
      if (!closing.aborted) return opened;
      opened.client.release(true);
    } catch {
      await delay(delayMs, undefined, { signal: closing }).catch(() => undefined);
    }
  }
  return null;
}
