import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import { parseRunId, type RunId } from "../../core/names/ids.ts";
import { clearTasks } from "../../runs/actions/clear-tasks.ts";
import { pauseDag, unpauseDag } from "../../runs/actions/pause-dag.ts";
import { pauseRun, unpauseRun } from "../../runs/actions/pause-run.ts";
import { startBackfill } from "../../runs/backfill/start-backfill.ts";
import { cancelBackfill, resumeBackfill } from "../../runs/backfill/stop-backfill.ts";
import { readRun, type RunRow } from "../../store/run/runs.ts";
import type { LoadContext } from "../dags/dag-folder.ts";
import { knownDag } from "../dags/known-dag.ts";
import { loadDag, requireGood } from "../dags/load-dag.ts";
import type { Nightgrid } from "../nightgrid.ts";
import { rerunWith, retryWith } from "./run-acts.ts";
import type { Project } from "../project.ts";

type Actions = Pick<
  Nightgrid,
  "retry" | "clear" | "rerun" | "pause" | "unpause" | "backfill" | "cancelBackfill" | "resumeBackfill"
>;

interface ActionParts {
  /** @throws Error once it is closed */
  readonly open: () => Project;
  readonly context: LoadContext;
  readonly actWith: (reason: string | null) => Act;
}

/** What a service does to runs and DAGs that are there: the same use cases as those of the command line. */
export function libraryActions({ open, context, actWith }: ActionParts): Actions {
  const read = (runId: string): Promise<RunRow> => readOrThrow(runId, open());
  return {
    async retry(runId, { failedCells = false, reason = null } = {}) {
      await retryWith(await read(runId), { failedCells, act: actWith(reason) }, open().deps);
    },
    async clear(runId, tasks, { downstream = false, recompute = false, reason = null } = {}) {
      const request = { keys: tasks, downstream, recompute, act: actWith(reason) };
      await clearTasks(await read(runId), request, open().deps);
    },
    async rerun(runId, { with: which = "pinned", reason = null } = {}) {
      const how = { isLatest: which === "latest", act: actWith(reason) };
      const { newRunId } = await rerunWith(await read(runId), how, { deps: open().deps, context });
      if (newRunId === undefined) throw new Error("A rerun has begun no run");
      return newRunId;
    },
    async pause(what, reason) {
      const { database } = open().deps;
      const act = actWith(reason ?? null);
      if ("run" in what) await pauseRun(database, runIdOf(what.run), act);
      else await pauseDag(database, await knownDag(what.dag, context, database), act);
    },
    async unpause(what, reason) {
      const { database } = open().deps;
      const act = actWith(reason ?? null);
      if ("run" in what) await unpauseRun(database, runIdOf(what.run), act);
      else await unpauseDag(database, await knownDag(what.dag, context, database), act);
    },
    async backfill(name, { from, to, reprocess = "none", maxActive = 1, reverse = false, reason = null }) {
      const { file, text, spec } = requireGood(await loadDag(name, context), name);
      const request = { dag: { file, text, spec }, from, to, reprocess, maxActive, reverse };
      return startBackfill(request, actWith(reason), open().deps.database);
    },
    async cancelBackfill(id, reason) {
      await cancelBackfill(open().deps.database, id, actWith(reason ?? null));
    },
    async resumeBackfill(id, reason) {
      await resumeBackfill(open().deps.database, id, actWith(reason ?? null));
    },
  };
}

async function readOrThrow(text: string, { deps }: Project): Promise<RunRow> {
  const run = await readRun(deps.database, runIdOf(text));
  if (run === null) throw noRun(text);
  return run;
}

export function runIdOf(text: string): RunId {
  const id = parseRunId(text);
  if (id === null) throw noRun(text);
  return id;
}

export function noRun(text: string): AppError {
  return new AppError("RUN_NOT_FOUND", `There is no run ${text}`);
}
