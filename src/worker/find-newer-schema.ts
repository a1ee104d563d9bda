import { AppError } from "../core/errors/app-error.ts";
import { findNewerMigration } from "../store/connection/migrate.ts";
import type { Database } from "../store/connection/transaction.ts";

/** Why a worker of this version must not go on: a newer Nightgrid has migrated the database meanwhile. Null when it may. */
export async function findNewerSchema(database: Database): Promise<AppError | null> {
  const name = await findNewerMigration(database);
  if (name === null) return null;
  const text = `A newer Nightgrid has migrated the database: this one does not know ${name}`;
  return new AppError("MIGRATION_CHANGED", text, {
    hint: "Use that version. What this worker had begun is given back.",
    details: { migration: name },
  });
}
