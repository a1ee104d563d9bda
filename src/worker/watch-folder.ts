import { watch } from "node:fs";

export interface FolderWatch {
  close(): void;
}

/** Editors write a file in several steps; one call tells of all of them. */
const SETTLE_MS = 150;

/** Calls back after something in a folder, at any depth, has changed. A folder that cannot be watched is left alone. */
export function watchFolder(folder: string, onChange: () => void): FolderWatch {
  let timer: NodeJS.Timeout | undefined;
  try {
    const watcher = watch(folder, { recursive: true, persistent: false }, () => {
      clearTimeout(timer);
      timer = setTimeout(onChange, SETTLE_MS);
    });
    watcher.on("error", () => watcher.close());
    return {
      close() {
        clearTimeout(timer);
        watcher.close();
      },
    };
  } catch {
    return { close: () => undefined };
  }
}
