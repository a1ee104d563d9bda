import type { LoadedDag } from "../factory/check-dag.ts";

/** Where a scheduler has its DAGs from. */
export interface DagSource {
  /**
   * Every DAG file as it is now, bad ones with diagnostics; the very list of the last time when nothing that it was
   * made from has changed.
   */
  read(): Promise<readonly LoadedDag[]>;
  /** Folders of the files that were read last: what happens in them is a reason to look sooner. */
  folders(): readonly string[];
  /** Calls back whenever something has become known that a look did not wait for: a reason to look sooner. */
  listen?(listener: () => void): void;
}
