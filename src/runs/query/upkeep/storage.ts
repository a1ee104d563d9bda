import path from "node:path";
import type { Depot } from "../../../depot/depot.ts";
import { folderSize, type FolderSize } from "../../../files/folder-size.ts";
import type { Connection } from "../../../store/connection/transaction.ts";
import { listTableSizes, readStoredBytes, type StoredBytes, type TableSize } from "../../../store/service/storage.ts";
import { measureFiles, measureRows, STORED_KINDS, type StoredPart } from "../../../store/retention/storage-by-dag.ts";

/** What is kept, and what it takes. */
export interface Storage extends StoredBytes {
  /** The largest first. */
  readonly tables: readonly TableSize[];
  readonly folders: readonly (FolderSize & { readonly folder: string })[];
  /** By DAG, then by kind. */
  readonly dags: readonly StoredPart[];
  /** Null without one. */
  readonly depot: DepotSize | null;
}

export interface DepotSize {
  readonly address: string;
  /** Of runs, as the database has them. */
  readonly runBytes: number;
  /** All that lies there; null where it was not asked for. */
  readonly found: FoundObjects | null;
}

export interface FoundObjects {
  readonly runs: FolderSize;
  /** Chunks and manifests. */
  readonly data: FolderSize;
}

const TABLES = 20;

export interface StorageOptions {
  /** By the name that they are shown under; looking through one takes as long as it has files. */
  readonly folders: readonly { readonly folder: string; readonly path: string }[];
  readonly depot: Depot | null;
  /** Whether the depot is looked through, a request for a thousand objects. */
  readonly listsDepot: boolean;
}

/** Those of a project on this host. */
export function storageFolders(home: string): StorageOptions["folders"] {
  return ["results", ".nightgrid", "datasets"].map((folder) => ({ folder, path: path.join(home, folder) }));
}

/** @throws AppError as the depot's, where it is looked through */
export async function readStorage(
  connection: Connection,
  { folders, depot, listsDepot }: StorageOptions,
): Promise<Storage> {
  const stored = await readStoredBytes(connection);
  const tables = await listTableSizes(connection, TABLES);
  const files = await measureFiles(connection);
  const parts: readonly StoredPart[] = [...files, ...(await measureRows(connection))];
  const sizes = await Promise.all(folders.map(async ({ folder, path }) => ({ folder, ...(await folderSize(path)) })));
  return {
    ...stored,
    tables,
    folders: sizes,
    dags: parts.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)),
    depot: depot && {
      address: depot.address,
      runBytes: files.reduce((sum, { depotBytes }) => sum + depotBytes, 0),
      found: listsDepot ? await lookThrough(depot) : null,
    },
  };
}

/** Results without a run come last. */
function placeOf({ dagId, kind }: StoredPart): string {
  return `${dagId ?? "~"} ${STORED_KINDS.indexOf(kind)}`;
}

async function lookThrough(depot: Depot): Promise<FoundObjects> {
  const sums = { runs: { files: 0, bytes: 0 }, data: { files: 0, bytes: 0 } };
  for await (const { key, bytes } of depot.list("")) {
    const sum = key.startsWith("run_") ? sums.runs : sums.data;
    sum.files += 1;
    sum.bytes += bytes;
  }
  return sums;
}
