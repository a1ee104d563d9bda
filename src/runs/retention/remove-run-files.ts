import { rm } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import { keysIn } from "../../depot/keys-in.ts";
import type { ProjectDepot } from "../../depot/project-depot.ts";
import { listArtifacts } from "../../store/artifacts.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { runFolder } from "../files/depot-keys.ts";
import { resultsFolder } from "../kinds/callback/artifact-writer.ts";

export interface PruneDeps {
  readonly database: Database;
  /** The project's folder, with `results/` in it. */
  readonly home: string;
  /** Where files of runs lie too. */
  readonly depot?: ProjectDepot;
  /** Stops between two batches when it fires; what was removed until then stays removed. */
  readonly signal?: AbortSignal;
}

/** Its folder alone: what a callback has written elsewhere is not ours. */
export async function removeRunFiles(id: RunId, { home, database, depot }: PruneDeps): Promise<void> {
  if (depot !== undefined) await depot.depot.remove(await keysIn(depot.depot, `${runFolder(id)}/`));
  else if ((await listArtifacts(database, id)).some(({ inDepot }) => inDepot !== null)) {
    throw new AppError("DEPOT_REFUSED", `Files of run ${id} lie in a depot that this process does not know`, {
      hint: "Set NIGHTGRID_ARTIFACTS to what it is where the run was computed: they would stay there for ever.",
    });
  }
  await rm(path.join(resultsFolder(home), runFolder(id)), { recursive: true, force: true });
}
