import path from "node:path";
import { messageOf } from "../core/errors/app-error.ts";
import { systemClock } from "../core/time/clock.ts";
import type { Logger } from "../core/log.ts";
import type { SecretMask } from "../core/text/secret-mask.ts";
import { type Patience, READ_PATIENCE, retryUntilConnected } from "../runs/retry-until-connected.ts";
import type { RunDeps } from "../runs/run-deps.ts";
import { explainDatabaseError } from "../store/problems/explain-database-error.ts";
import { type OpenDatabase, openDatabase } from "../store/connection/open-database.ts";
import { migrateQueue } from "../worker/migrate-queue.ts";
import { fullDisk } from "../store/embedded/full-disk.ts";
import { openDepot } from "./depot/open-depot.ts";
import type { ProjectContext } from "./project-context.ts";
import type { UserCode } from "./user/user-code.ts";
import { closeExecutors, createExecutors } from "./executors.ts";
import { dataPort } from "./data/data-port.ts";
import { snapshotSharing } from "./data/share-snapshots.ts";

/** A project with its database up and migrated: what every command needs that touches runs. */
export interface Project extends AsyncDisposable {
  readonly home: string;
  readonly env: ProjectContext["env"];
  readonly database: OpenDatabase;
  readonly deps: RunDeps;
  /** How long a command waits for a database that went away: shorter when it will not come back by itself. */
  readonly patience: Patience;
  readonly userCode: UserCode;
  /** Knows the secrets that were read so far. */
  readonly secrets: SecretMask;
}

/**
 * `look` needs no more than select on our tables, `work` writes into them and into graphile-worker's. `serve` does the same
 * for long: it waits for a database that is away, where people who wait for an answer are told at once.
 */
export type ProjectPurpose = "look" | "work" | "serve";

/** @throws AppError DB_START_FAILED, DB_UNREACHABLE, MIGRATION_CHANGED, and the other codes that begin with DB_ */
export async function openProject(
  context: ProjectContext,
  purpose: ProjectPurpose,
  createLog: (secrets: SecretMask) => Logger,
): Promise<Project> {
  const { home, env } = context;
  // A wrong setting is refused before anything is started.
  const depot = openDepot(context);
  const userCode = await context.userCode();
  const { secrets } = userCode;
  const log = createLog(secrets);
  const tellWaiting = (error: unknown): void => log.warn(`${messageOf(explainDatabaseError(error))}; waiting for it`);
  const open = () => openTables(context, purpose !== "look");
  const database = await (purpose === "serve" ? retryUntilConnected(open, { onWaiting: tellWaiting }) : open());
  const sharing = depot === null ? undefined : snapshotSharing(depot, { home, log, isWriter: purpose !== "look" });
  const data = dataPort({ home, env }, database.pool, sharing);
  const executors = createExecutors({ home, env, userCode, data });
  const deps: RunDeps = {
    database: database.pool,
    clock: systemClock,
    log,
    data,
    strategies: userCode.strategies,
    executors,
    ...(depot !== null && { depot }),
    codeFolder: path.join(home, ".nightgrid", "code"),
  };
  const patience = {
    ...READ_PATIENCE,
    onWaiting: tellWaiting,
    ...(database.isEmbedded ? { hopeless: () => fullDisk(home) } : {}),
  };
  const close = async (): Promise<void> => {
    await closeExecutors(executors);
    await userCode.close();
    depot?.depot.close();
    await database.close();
  };
  return { home, env, database, deps, patience, secrets, userCode, [Symbol.asyncDispose]: close };
}

/** The database with our tables, and for writers with graphile-worker's. */
async function openTables({ home, env }: ProjectContext, isWriter: boolean): Promise<OpenDatabase> {
  const database = await openDatabase({ home, env, isWriter });
  try {
    if (isWriter) await migrateQueue(database.pool);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
