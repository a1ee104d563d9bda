import { type FSWatcher, watch } from "node:fs";

export interface FolderWatch {
  /** Listens to these folders, not below them, and to no others. One that cannot be watched is left alone. */
  follow(folders: readonly string[]): void;
  close(): void;
}

/** Editors write a file in several steps; one call tells of all of them. */
const SETTLE_MS = 150;

/**
 * Calls back after something in a folder has changed. It is a hint, and may be missed: a folder that was renamed or made anew is
 * heard again only once it is followed again, and file systems of other hosts tell nothing at all.
 */
export function watchFolders(onChange: () => void): FolderWatch {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  const drop = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const listen = (folder: string): void => {
    try {
      const watcher = watch(folder, { persistent: false }, (event) => {
        // It may have been the folder itself.
        if (event === "rename") drop(folder);
        clearTimeout(timer);
        timer = setTimeout(onChange, SETTLE_MS);
      });
      watcher.on("error", () => drop(folder));
      watchers.set(folder, watcher);
    } catch {
      // Such as a folder that is not there: the next look will tell.
    }
  };
  return {
    follow(folders) {
      for (const folder of watchers.keys()) if (!folders.includes(folder)) drop(folder);
      for (const folder of folders) if (!watchers.has(folder)) listen(folder);
    },
    close() {
      clearTimeout(timer);
      for (const folder of watchers.keys()) drop(folder);
    },
  };
}
