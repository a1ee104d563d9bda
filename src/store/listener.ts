import type { PoolClient } from "pg";
import { EVENT_CHANNELS, type EventChannel } from "./events.ts";
import type { Database } from "./transaction.ts";

/** What a listener tells. `reconnected`: messages may have been missed, so look at everything again. */
export type ListenerEvent =
  | { readonly kind: "message"; readonly channel: EventChannel; readonly runId: string }
  | { readonly kind: "reconnected" };

export interface Listener extends AsyncDisposable {
  close(): Promise<void>;
}

const FIRST_DELAY_MS = 100;
const MAX_DELAY_MS = 2000;

/**
 * Listens on all our channels with a connection of its own, and gets a new one by itself when the
 * server went away (I9). Listening has begun when it resolves.
 *
 * @param onEvent must not throw
 */
export async function listen(database: Database, onEvent: (event: ListenerEvent) => void): Promise<Listener> {
  let client: PoolClient | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const open = async (): Promise<void> => {
    const opened = await database.connect();
    const onLost = () => {
      if (client !== opened) return;
      client = undefined;
      opened.release(true);
      reopenLater(FIRST_DELAY_MS);
    };
    opened.once("error", onLost);
    opened.once("end", onLost);
    opened.on("notification", ({ channel, payload }) => {
      const known = EVENT_CHANNELS.find((name) => name === channel);
      if (known !== undefined) onEvent({ kind: "message", channel: known, runId: payload ?? "" });
    });
    client = opened;
    await opened.query(EVENT_CHANNELS.map((name) => `listen ${name}`).join("; "));
  };
  const reopenLater = (delayMs: number): void => {
    if (isClosed) return;
    timer = setTimeout(() => {
      open().then(
        () => onEvent({ kind: "reconnected" }),
        () => {
          client?.release(true);
          client = undefined;
          reopenLater(Math.min(MAX_DELAY_MS, delayMs * 2));
        },
      );
    }, delayMs);
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    clearTimeout(timer);
    const open = client;
    client = undefined;
    // Closed, not handed back: the next user would get our notifications.
    open?.release(true);
  };

  await open();
  return { close, [Symbol.asyncDispose]: close };
}
