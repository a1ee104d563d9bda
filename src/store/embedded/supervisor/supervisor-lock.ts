import { DatabaseSync } from "node:sqlite";

/**
 * A lock that dies with the process that holds it, however it dies. Node has no
 * flock of its own; SQLite, which comes with it, has.
 *
 * @returns null when another process holds it, else the lock, held until it is disposed of or the process ends
 */
export function tryLock(file: string): Disposable | null {
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec("pragma journal_mode = memory; begin exclusive");
    return { [Symbol.dispose]: () => db.close() };
  } catch (error) {
    db.close();
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return null;
    throw error;
  }
}

const SQLITE_BUSY = 5;
