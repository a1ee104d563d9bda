import type { SnapshotId } from "../../core/names/ids.ts";
import type { TradingSession } from "../../core/time/trading-session.ts";
import { jsonText } from "../connection/storable-client.ts";
import type { Connection } from "../connection/transaction.ts";

/** What a snapshot was read from: every symbol as it was known at a moment. */
export interface PricePin {
  readonly source: string;
  readonly timeframe: string;
  readonly adjust: string | null;
  /** Splits and dividends stand beside the bars; absent: none do. */
  readonly actions?: {
    /** Those of later days were left out; absent: none were. */
    readonly asOf?: string;
    /** Of bars shorter than a day: the one that tells to which day they belong. */
    readonly session?: TradingSession;
  };
  /** Name of the calendar whose sessions stand beside the bars; absent: none do. */
  readonly calendar?: string;
  /** `actionsKnownAt`: null where nothing was told of it. */
  readonly symbols: readonly {
    readonly symbol: string;
    readonly knownAt: string;
    readonly actionsKnownAt?: string | null;
  }[];
  /** As it was measured, which hangs on the session of whoever asked; absent in pins of before, whose bars are measured again. */
  readonly barsPerYear?: number;
}

export async function keepPin(connection: Connection, id: SnapshotId, pin: PricePin): Promise<void> {
  await connection.query({
    name: "keep-price-pin",
    text: `insert into price_pin (snapshot_id, request) values ($1, $2) on conflict do nothing`,
    values: [id, jsonText(pin)],
  });
}

export async function readPin(connection: Connection, id: SnapshotId): Promise<PricePin | null> {
  const { rows } = await connection.query<{ request: PricePin }>({
    name: "read-price-pin",
    text: `select request from price_pin where snapshot_id = $1`,
    values: [id],
  });
  return rows[0]?.request ?? null;
}
