import { folderSize, type FolderSize } from "../../../files/folder-size.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { listTableSizes, readStoredBytes, type StoredBytes, type TableSize } from "../../../store/service/storage.ts";

/** What is kept, and what it takes. */
export interface Storage extends StoredBytes {
  /** The largest first. */
  readonly tables: readonly TableSize[];
  readonly folders: readonly (FolderSize & { readonly folder: string })[];
}

const TABLES = 20;

/** @param folders by the name that they are shown under; looking through one takes as long as it has files */
export async function readStorage(
  connection: Connection,
  folders: readonly { readonly folder: string; readonly path: string }[],
): Promise<Storage> {
  const stored = await readStoredBytes(connection);
  const tables = await listTableSizes(connection, TABLES);
  const sizes = await Promise.all(folders.map(async ({ folder, path }) => ({ folder, ...(await folderSize(path)) })));
  return { ...stored, tables, folders: sizes };
}
