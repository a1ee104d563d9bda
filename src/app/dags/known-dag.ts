import { dagVersion } from "../../runs/start/run-plan.ts";
import { addDag, addDagVersion, listDags } from "../../store/run/dags.ts";
import { type Database, inTransaction } from "../../store/connection/transaction.ts";
import type { LoadContext } from "./dag-folder.ts";
import { loadDag, requireGood } from "./load-dag.ts";

/**
 * The id of a DAG that is named by its id or its file, known to the database from now on: also one that nobody has run and no
 * scheduler has taken up yet.
 *
 * @throws AppError DAG_NOT_FOUND, DAG_INVALID
 */
export async function knownDag(name: string, context: LoadContext, database: Database): Promise<string> {
  const known = new Set((await listDags(database)).map(({ id }) => id));
  if (known.has(name)) return name;
  const { file, text, spec } = requireGood(await loadDag(name, context), name);
  if (known.has(spec.id)) return spec.id;
  const version = dagVersion({ file, text, spec });
  await inTransaction(database, async (transaction) => {
    await addDagVersion(transaction, version);
    await addDag(transaction, { id: spec.id, file, hash: version.hash });
  });
  return spec.id;
}
