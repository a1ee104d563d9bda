import { AppError } from "../../../core/errors/app-error.ts";
import type { Grid } from "../../../factory/grid/grid.ts";
import { openGrid } from "../../../factory/grid/open-grid.ts";
import type { BacktestSpec } from "../../../factory/dag-spec.ts";
import { readNow } from "../../../store/connection/database-clock.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { type DagVersion, readDagVersion } from "../../../store/run/dags.ts";
import { listSeenVersions, type SeenVersion } from "../../../store/service/dag-versions.ts";
import { nextSlots } from "../../schedule/slots.ts";
import { type KnownDag, readKnownDag } from "./known-dag.ts";

/** A DAG with what its file says, its slots to come and its versions. */
export interface DagDetail extends KnownDag {
  readonly next: readonly Date[];
  readonly backtests: readonly { readonly backtest: BacktestSpec; readonly grid: Grid }[];
  /** The latest first. */
  readonly versions: readonly SeenVersion[];
}

const NEXT = 5;
const MOST_VERSIONS = 100;

/** @throws AppError DAG_NOT_FOUND */
export async function dagDetail(connection: Connection, id: string): Promise<DagDetail> {
  const known = await readKnownDag(connection, id);
  const schedule = known.dag.state === "removed" ? null : (known.spec?.schedule ?? null);
  const now = await readNow(connection);
  return {
    ...known,
    next: schedule === null ? [] : nextSlots(schedule, now, NEXT).map(({ at }) => at),
    backtests: (known.spec?.backtests ?? []).map((backtest) => ({
      backtest,
      grid: openGrid(backtest.grid, backtest.params),
    })),
    versions: await listSeenVersions(connection, id, MOST_VERSIONS),
  };
}

/** A version of a DAG as it was written. */
export interface DagText {
  readonly version: DagVersion;
  readonly seen: SeenVersion;
  readonly isCurrent: boolean;
}

const SHORTEST_HASH = 8;

/** @param hash its first digits, eight at least; null for the last good version @throws AppError DAG_NOT_FOUND */
export async function dagText(connection: Connection, id: string, hash: string | null): Promise<DagText> {
  const { dag } = await readKnownDag(connection, id);
  const versions = await listSeenVersions(connection, id, Number.MAX_SAFE_INTEGER);
  const wanted = hash ?? dag.hash ?? "";
  const seen = wanted.length < SHORTEST_HASH ? undefined : versions.find((one) => one.hash.startsWith(wanted));
  const version = seen === undefined ? null : await readDagVersion(connection, seen.hash);
  if (seen === undefined || version === null) {
    throw new AppError("DAG_NOT_FOUND", `The DAG "${id}" has no version "${wanted}"`, {
      hint: "Its versions are listed with it, by the hash of their text.",
    });
  }
  return { version, seen, isCurrent: seen.hash === dag.hash };
}
