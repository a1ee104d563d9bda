import type { Storage } from "../../../runs/query/upkeep/storage.ts";
import type { Documents } from "../../documents.ts";

export function storageJson(storage: Storage): Documents["storage"] {
  const { databaseBytes, tables, artifacts, artifactBytes, parquetBytes, folders, dags, depot } = storage;
  return {
    database_bytes: databaseBytes,
    tables,
    artifacts: { files: artifacts, bytes: artifactBytes },
    parquet_bytes: parquetBytes,
    folders,
    dags: dags.map(({ dagId, kind, count, bytes }) => ({ dag: dagId, kind, count, bytes })),
    depot: depot && { address: depot.address, run_bytes: depot.runBytes, found: depot.found },
  };
}
