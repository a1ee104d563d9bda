import { AppError } from "../../../core/errors/app-error.ts";
import { suggestName } from "../../../core/text/suggest-name.ts";
import type { DagSpec } from "../../../factory/dag-spec.ts";
import { readableSpec } from "../../../factory/stored-spec.ts";
import { type DagRow, type DagVersion, listDags, readDagVersion } from "../../../store/run/dags.ts";
import type { Connection } from "../../../store/connection/transaction.ts";

/** A DAG of the database with its last good version; null when there never was one, or it cannot be read. */
export interface KnownDag {
  readonly dag: DagRow;
  readonly version: DagVersion | null;
  readonly spec: DagSpec | null;
}

/** @throws AppError DAG_NOT_FOUND */
export async function readKnownDag(connection: Connection, id: string): Promise<KnownDag> {
  const dags = await listDags(connection);
  const dag = dags.find((one) => one.id === id);
  if (dag === undefined) {
    const names = dags.map((one) => one.id);
    throw new AppError("DAG_NOT_FOUND", `There is no DAG "${id}".`, {
      hint: suggestName(id, names, { otherwise: "`nightgrid dags` lists the files of dags/." }),
    });
  }
  const version = dag.hash === null ? null : await readDagVersion(connection, dag.hash);
  return { dag, version, spec: version === null ? null : readableSpec(version) };
}
