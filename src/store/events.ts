import type { Connection } from "./connection/transaction.ts";

/**
 * Channels of NOTIFY; the payload is the id of a run, or of what is fetched of prices. A message says that there is something
 * new to read, never what: missing one delays, it loses nothing.
 */
export const EVENT_CHANNELS = ["nightgrid_run", "nightgrid_stop", "nightgrid_log", "nightgrid_prices"] as const;
export type EventChannel = (typeof EVENT_CHANNELS)[number];

/** Sent when the transaction commits; equal messages of one transaction are sent once. */
export async function notify(connection: Connection, channel: EventChannel, id: string): Promise<void> {
  await connection.query({ name: "notify", text: "select pg_notify($1, $2)", values: [channel, id] });
}
