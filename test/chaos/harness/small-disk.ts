import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A file system of a few megabytes; made by root alone. */
export interface SmallDisk extends AsyncDisposable {
  readonly folder: string;
  /** Leaves no byte. */
  fill(): void;
  /** Gives back what `fill` took. */
  makeRoom(): void;
}

/** Null where it can be made. */
export function cannotMount(): string | null {
  const isRoot = process.getuid?.() === 0;
  return isRoot && spawnSync("unshare", ["-m", "true"]).status === 0 ? null : "only root can mount a small disk";
}

export function mountSmallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0755`, "tmpfs", folder]);
  const ballast = path.join(folder, ".ballast");
  return {
    folder,
    fill() {
      const { bavail, bsize } = statfsSync(folder);
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize));
      } catch (error) {
        // Others were quicker; full it is.
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      }
    },
    makeRoom: () => rmSync(ballast, { force: true }),
    async [Symbol.asyncDispose]() {
      spawnSync("umount", ["-l", folder]);
    },
  };
}
