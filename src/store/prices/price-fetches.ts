import type { PriceFetchState } from "../../core/names/states.ts";
import { jsonText } from "../connection/storable-client.ts";
import type { Connection } from "../connection/transaction.ts";

/** A decimal number; grows with time. */
export type PriceFetchId = string;

/** What somebody asked for. Milliseconds UTC. */
export type PriceFetchRequest =
  | {
      readonly kind: "update";
      /** Nulls for all. */
      readonly source: string | null;
      readonly symbols: readonly string[] | null;
      readonly timeframe: string | null;
    }
  | {
      readonly kind: "fetch";
      readonly source: string;
      readonly instrument: string;
      readonly as: string | null;
      readonly timeframe: string;
      readonly from: number | null;
      readonly to: number | null;
      readonly adjustment: string | null;
      readonly again: boolean;
    };

export interface PriceFetchProgress {
  /** Series that have been looked at, and of how many. */
  readonly series: number;
  readonly ofSeries: number;
  /** The one that is fetched now. */
  readonly symbol: string;
  readonly timeframe: string;
  /** Parts of it. */
  readonly done: number;
  readonly total: number;
  readonly bars: number;
}

/** What has come, and what has not. */
export interface PriceFetchResult {
  readonly fetched: readonly {
    readonly source: string;
    readonly symbol: string;
    readonly timeframe: string;
    readonly added: number;
    readonly revised: number;
    readonly refused: number;
    readonly notes: readonly string[];
  }[];
  readonly failed: readonly {
    readonly source: string;
    readonly name: string;
    readonly timeframe: string;
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
  }[];
  readonly skipped: readonly string[];
}

export interface PriceFetchRow {
  readonly id: PriceFetchId;
  readonly request: PriceFetchRequest;
  readonly state: PriceFetchState;
  readonly stopAsked: boolean;
  readonly progress: PriceFetchProgress | null;
  readonly result: PriceFetchResult | null;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

const COLUMNS = `id::text, request, state, stop_asked as "stopAsked", progress, result, asked_by as "askedBy", asked_at as "askedAt",
  started_at as "startedAt", finished_at as "finishedAt"`;

export async function addPriceFetch(
  connection: Connection,
  request: PriceFetchRequest,
  askedBy: string,
): Promise<PriceFetchId> {
  const { rows } = await connection.query<{ id: PriceFetchId }>({
    name: "add-price-fetch",
    text: `insert into price_fetch (request, asked_by) values ($1, $2) returning id::text`,
    values: [jsonText(request), askedBy],
  });
  const [added] = rows;
  if (added === undefined) throw new Error("A fetch of prices was not written");
  return added.id;
}

/** Takes it upon the caller; null when somebody else works on it, and lives, or when it has ended. */
export async function claimPriceFetch(
  connection: Connection,
  id: PriceFetchId,
  aliveMs: number,
): Promise<{ readonly claim: string; readonly request: PriceFetchRequest } | null> {
  const { rows } = await connection.query<{ claim: string; request: PriceFetchRequest }>({
    name: "claim-price-fetch",
    text: `
      update price_fetch set state = 'running', claim = gen_random_uuid(), beat_at = now(), started_at = coalesce(started_at, now())
      where id = $1 and finished_at is null and (beat_at is null or beat_at < now() - $2 * interval '1 ms')
      returning claim, request`,
    values: [id, aliveMs],
  });
  return rows[0] ?? null;
}

interface Claimed {
  readonly id: PriceFetchId;
  readonly claim: string;
}

/** Says that the caller lives. Null when another one has taken over. */
export async function beatPriceFetch(
  connection: Connection,
  { id, claim }: Claimed,
  progress: PriceFetchProgress | null,
): Promise<{ readonly stopAsked: boolean } | null> {
  const { rows } = await connection.query<{ stopAsked: boolean }>({
    name: "beat-price-fetch",
    text: `update price_fetch set beat_at = now(), progress = coalesce($3, progress)
      where id = $1 and claim = $2 and finished_at is null returning stop_asked as "stopAsked"`,
    values: [id, claim, progress === null ? null : jsonText(progress)],
  });
  return rows[0] ?? null;
}

/** False when another one has taken over. */
export async function endPriceFetch(
  connection: Connection,
  { id, claim }: Claimed,
  end: { readonly state: "succeeded" | "failed" | "cancelled"; readonly result: PriceFetchResult },
): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "end-price-fetch",
    text: `update price_fetch set state = $3, result = $4, finished_at = now()
      where id = $1 and claim = $2 and finished_at is null`,
    values: [id, claim, end.state, jsonText(end.result)],
  });
  return rowCount === 1;
}

/** Others may take it at once. */
export async function releasePriceFetch(connection: Connection, { id, claim }: Claimed): Promise<void> {
  await connection.query({
    name: "release-price-fetch",
    text: `update price_fetch set beat_at = null where id = $1 and claim = $2 and finished_at is null`,
    values: [id, claim],
  });
}

/** What nobody has begun ends at once; whoever works on it hears of it. False when it has ended. */
export async function askPriceFetchToStop(connection: Connection, id: PriceFetchId): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "stop-price-fetch",
    text: `
      update price_fetch set stop_asked = true, state = case when claim is null then 'cancelled' else state end,
        finished_at = case when claim is null then now() end
      where id = $1 and finished_at is null`,
    values: [id],
  });
  return rowCount === 1;
}

export async function readPriceFetch(connection: Connection, id: PriceFetchId): Promise<PriceFetchRow | null> {
  const { rows } = await connection.query<PriceFetchRow>({
    name: "read-price-fetch",
    text: `select ${COLUMNS} from price_fetch where id = $1`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** The latest first. */
export async function listPriceFetches(
  connection: Connection,
  { before, limit }: { readonly before: PriceFetchId | null; readonly limit: number },
): Promise<readonly PriceFetchRow[]> {
  const { rows } = await connection.query<PriceFetchRow>({
    name: "list-price-fetches",
    text: `select ${COLUMNS} from price_fetch where ($1::bigint is null or price_fetch.id < $1) order by price_fetch.id desc limit $2`,
    values: [before, limit],
  });
  return rows;
}

/** Those that nobody works on. */
export async function listIdlePriceFetches(connection: Connection, aliveMs: number): Promise<readonly PriceFetchId[]> {
  const { rows } = await connection.query<{ id: PriceFetchId }>({
    name: "list-idle-price-fetches",
    text: `select id::text from price_fetch
      where finished_at is null and (beat_at is null or beat_at < now() - $1 * interval '1 ms') order by price_fetch.id`,
    values: [aliveMs],
  });
  return rows.map((row) => row.id);
}
