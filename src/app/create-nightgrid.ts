import path from "node:path";
import type { Act } from "../core/names/audit.ts";
import type { Logger } from "../core/log.ts";
import type { RunId } from "../core/names/ids.ts";
import { stopRun } from "../runs/end/stop-run.ts";
import { summarizeRun } from "../runs/query/run-summary.ts";
import { watchRun } from "../runs/query/watch-run.ts";
import { type LoadContext, listDagFiles, loadDagFiles } from "./dags/dag-folder.ts";
import { openDagFolder } from "./dags/open-dag-folder.ts";
import { loadDag, requireGood } from "./dags/load-dag.ts";
import { lazyUserCode } from "./user/lazy-user-code.ts";
import { maskedLogger } from "./masking/masked-logger.ts";
import type { DagState, EndedRun, Nightgrid, NightgridOptions } from "./nightgrid.ts";
import { openProject, type Project } from "./project.ts";
import { readRun } from "../store/run/runs.ts";
import { startHostWorker } from "./library/host-worker.ts";
import { keepOpened } from "./library/opened-projects.ts";
import { startProjectScheduler } from "./project-scheduler.ts";
import { startProjectWorker } from "./project-worker.ts";
import { libraryActions, noRun, runIdOf } from "./actions/library-actions.ts";
import { startDag } from "./actions/start-dag.ts";
import { serviceAct } from "./actions/service-act.ts";

/**
 * Opens a project: its database is up and its tables are there when this resolves.
 *
 * @throws AppError DB_START_FAILED, DB_UNREACHABLE, MIGRATION_CHANGED
 */
export async function createNightgrid(options: NightgridOptions): Promise<Nightgrid> {
  const home = path.resolve(options.home);
  const { databaseUrl } = options;
  const given = options.env ?? process.env;
  const env = databaseUrl === undefined ? given : { ...given, DATABASE_URL: databaseUrl };
  const context: LoadContext = { home, cwd: home, env, userCode: lazyUserCode({ home, env }) };
  const log = options.log ?? SILENT;
  const project = await openProject(context, "work", (secrets) => maskedLogger(log, secrets));
  const actWith = (reason: string | null): Act =>
    serviceAct(options.by ?? env["NIGHTGRID_USER"], reason, project.secrets);
  const parts: (() => Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= closeAll(parts, project));
  const open = (): Project => {
    if (closing === undefined) return project;
    throw new Error("This Nightgrid is closed");
  };

  const nightgrid: Nightgrid = {
    home,
    async dags() {
      open();
      return (await loadDagFiles(await listDagFiles(home), context)).map(dagState);
    },
    async start(name, overrides = {}, { priority, dedupe = false } = {}) {
      const { deps } = open();
      const dag = requireGood(await loadDag(name, context), name);
      const chosen = { overrides, dedupe, act: actWith(null), ...(priority !== undefined && { priority }) };
      return (await startDag(dag, chosen, deps)).id;
    },
    async ended(runId, { signal } = {}) {
      return endOf(runIdOf(runId), open(), signal);
    },
    async cancel(runId, reason = "Cancelled by the service") {
      const id = runIdOf(runId);
      const { database } = open().deps;
      const act = actWith(reason);
      if (await stopRun(database, id, { state: "cancelled", reason: act.reason ?? "" }, act)) return true;
      if ((await readRun(database, id)) === null) throw noRun(id);
      return false;
    },
    ...libraryActions({ open, context, actWith }),
    async startWorker(workerOptions = {}) {
      const worker = await startProjectWorker(open(), workerOptions);
      parts.push(() => worker.drain());
      return worker;
    },
    async taskList(workerOptions = {}) {
      const { worker, taskList } = await startHostWorker(open(), workerOptions);
      parts.push(() => worker.drain());
      return taskList;
    },
    async startScheduler() {
      const scheduler = await startProjectScheduler(open(), { dags: openDagFolder(context) });
      // Before the workers, so that nothing new is started for them.
      parts.unshift(() => scheduler.stop());
      return scheduler;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
  return keepOpened(nightgrid, { project: open, context, beforeClose: (end) => void parts.unshift(end) });
}

const ignore = (): void => undefined;
const SILENT: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** What cannot be closed does not keep the rest open. */
async function closeAll(parts: readonly (() => Promise<void>)[], project: Project): Promise<void> {
  const failures: unknown[] = [];
  for (const stop of [...parts, async () => project[Symbol.asyncDispose]()]) {
    try {
      await stop();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

function dagState({ file, spec, diagnostics }: Awaited<ReturnType<typeof loadDagFiles>>[number]): DagState {
  const problems = diagnostics.map(({ severity, code, message, hint, file: where, line, column }) => {
    return { severity, code, message, hint, file: where, line, column };
  });
  return { file, id: spec?.id ?? null, problems };
}

async function endOf(id: RunId, { deps }: Project, signal?: AbortSignal): Promise<EndedRun> {
  for await (const { isOver } of watchRun(deps.database, id, signal === undefined ? {} : { signal })) {
    if (!isOver) continue;
    const { details, rankings, tearsheet } = await summarizeRun(deps, id, 1);
    const { dagId, state, reason } = details.run;
    return { id, dag: dagId, state, reason, best: rankings[0]?.best[0] ?? null, tearsheet };
  }
  signal?.throwIfAborted();
  throw noRun(id);
}
