import { systemClock } from "../core/time/clock.ts";
import type { Logger } from "../core/log.ts";
import { knownSecrets } from "../core/text/known-secrets.ts";
import { SecretMask } from "../core/text/secret-mask.ts";
import type { RunDeps } from "../runs/run-deps.ts";
import { type OpenDatabase, openDatabase } from "../store/open-database.ts";
import { migrateQueue } from "../worker/migrate-queue.ts";
import type { ProjectContext } from "./project-context.ts";
import type { UserCode } from "./user-code.ts";
import { dataPort } from "./data-port.ts";

/** A project with its database up and migrated: what every command needs that touches runs. */
export interface Project extends AsyncDisposable {
  readonly home: string;
  readonly env: ProjectContext["env"];
  readonly database: OpenDatabase;
  readonly deps: RunDeps;
  readonly userCode: UserCode;
  /** Knows the secrets that were read so far. */
  readonly secrets: SecretMask;
}

/** @throws AppError DB_START_FAILED, DB_UNREACHABLE, MIGRATION_CHANGED */
export async function openProject(
  context: ProjectContext,
  createLog: (mask: (text: string) => string) => Logger,
): Promise<Project> {
  const { home, env } = context;
  const userCode = await context.userCode();
  const secrets = new SecretMask(knownSecrets(env));
  const log = createLog((text) => secrets.mask(text));
  const database = await openDatabase({ home, env });
  try {
    await migrateQueue(database.pool);
  } catch (error) {
    await database.close();
    throw error;
  }
  const deps: RunDeps = {
    database: database.pool,
    clock: systemClock,
    log,
    data: dataPort(home),
    strategies: userCode.strategies,
  };
  const close = async (): Promise<void> => {
    await userCode.close();
    await database.close();
  };
  return { home, env, database, deps, secrets, userCode, [Symbol.asyncDispose]: close };
}
