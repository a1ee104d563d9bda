import type { DagState } from "../../core/names/states.ts";
import type { Connection } from "../connection/transaction.ts";
import { jsonText } from "../connection/storable-client.ts";

export interface DagRow {
  readonly id: string;
  readonly file: string;
  /** Hash of the last good version; null when there never was one. */
  readonly hash: string | null;
  readonly state: DagState;
  readonly error: unknown;
  /** Slots before it were never promised; null when no scheduler has taken the DAG up. */
  readonly scheduledSince: Date | null;
  /** When it was paused last; null for never. */
  readonly pausedAt: Date | null;
  /** When that ended; null while it is paused. */
  readonly unpausedAt: Date | null;
  readonly pausedBy: string | null;
  readonly pausedBecause: string | null;
}

export interface DagVersion {
  readonly hash: string;
  readonly dagId: string;
  readonly yaml: string;
  /** A DagSpec, as JSON. */
  readonly spec: unknown;
}

const COLUMNS = `id, file, hash, state, error, scheduled_since as "scheduledSince", paused_at as "pausedAt",
  unpaused_at as "unpausedAt", paused_by as "pausedBy", paused_because as "pausedBecause"`;

export async function listDags(connection: Connection): Promise<readonly DagRow[]> {
  const { rows } = await connection.query<DagRow>(`select ${COLUMNS} from dag order by dag.id`);
  return rows;
}

/** The DAG, locked for the rest of the transaction: decisions about its schedule and its runs are made one at a time. */
export async function lockDag(connection: Connection, id: string): Promise<DagRow | null> {
  const { rows } = await connection.query<DagRow>(`select ${COLUMNS} from dag where id = $1 for no key update`, [id]);
  return rows[0] ?? null;
}

/** Keeps a version; one that is there already stays as it is. */
export async function addDagVersion(connection: Connection, version: DagVersion): Promise<void> {
  await connection.query({
    name: "add-dag-version",
    text: `insert into dag_version (hash, dag_id, yaml, spec) values ($1, $2, $3, $4) on conflict (hash) do nothing`,
    values: [version.hash, version.dagId, version.yaml, jsonText(version.spec)],
  });
}

/** Makes the DAG known without touching one that is: a run by hand must not take over a schedule. */
export async function addDag(connection: Connection, dag: { id: string; file: string; hash: string }): Promise<void> {
  await connection.query({
    name: "add-dag",
    text: `insert into dag (id, file, hash, state) values ($1, $2, $3, 'ok') on conflict (id) do nothing`,
    values: [dag.id, dag.file, dag.hash],
  });
}

/** Points the DAG to a new good version. `rescheduled` forgets slots that the old schedule still owed. */
export async function setDagVersion(
  connection: Connection,
  dag: { id: string; file: string; hash: string; now: Date; rescheduled: boolean },
): Promise<void> {
  await connection.query(
    `insert into dag (id, file, hash, state, scheduled_since) values ($1, $2, $3, 'ok', $4)
     on conflict (id) do update set file = $2, hash = $3, state = 'ok', error = null, updated_at = now(),
       scheduled_since = case when $5 then $4 else dag.scheduled_since end`,
    [dag.id, dag.file, dag.hash, dag.now, dag.rescheduled],
  );
}

/** Turns the DAG red, or marks it removed; its last good version stays. */
export async function setDagState(
  connection: Connection,
  dag: { id: string; file: string; state: DagState; error: unknown },
): Promise<void> {
  await connection.query(
    `insert into dag (id, file, state, error) values ($1, $2, $3, $4)
     on conflict (id) do update set state = $3, error = $4, updated_at = now()`,
    [dag.id, dag.file, dag.state, dag.error === null ? null : jsonText(dag.error)],
  );
}

export async function readDagVersion(connection: Connection, hash: string): Promise<DagVersion | null> {
  const { rows } = await connection.query<DagVersion>({
    name: "read-dag-version",
    text: `select hash, dag_id as "dagId", yaml, spec from dag_version where hash = $1`,
    values: [hash],
  });
  return rows[0] ?? null;
}
