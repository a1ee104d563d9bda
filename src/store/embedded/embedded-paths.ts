import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { sha256 } from "../../core/values/hash.ts";

/** Where the embedded database of one project keeps its files. */
export interface EmbeddedPaths {
  /** `<home>/.nightgrid` */
  readonly folder: string;
  /** The Postgres data directory. */
  readonly cluster: string;
  /** What Postgres and the supervisor say. */
  readonly log: string;
  /** Sockets and locks; on disk only while something runs. Possibly a link to a shorter path. */
  readonly runFolder: string;
}

/** @param home the project's folder, which must exist */
export function embeddedPaths(home: string): EmbeddedPaths {
  const folder = path.join(realpathSync(home), ".nightgrid");
  return {
    folder,
    cluster: path.join(folder, "pg"),
    log: path.join(folder, "pg.log"),
    runFolder: path.join(folder, "pg-run"),
  };
}

/** The address of a Unix socket holds 108 bytes on Linux and 104 on macOS; the longest name that we put in takes 25. */
const LONGEST_RUN_FOLDER = 75;

/** The server's account passes through, nobody else looks in. */
const RUN_FOLDER_MODE = 0o711;

/**
 * Creates the run folder and returns its real path, short enough for sockets:
 * when the project lies too deep, the folder is a link into the temporary one.
 */
export function prepareRunFolder(paths: EmbeddedPaths): string {
  mkdirSync(paths.folder, { recursive: true });
  const existing = findRunFolder(paths);
  if (existing !== null) return existing;
  if (Buffer.byteLength(paths.runFolder) > LONGEST_RUN_FOLDER) {
    linkToTemporary(paths);
  } else {
    if (isLink(paths.runFolder)) rmSync(paths.runFolder);
    mkdirSync(paths.runFolder, { recursive: true, mode: RUN_FOLDER_MODE });
  }
  return realpathSync(paths.runFolder);
}

/** Null when there is none: never made, cleaned away from the temporary folder, or copied along from another project. */
export function findRunFolder({ runFolder, folder }: EmbeddedPaths): string | null {
  if (statSync(runFolder, { throwIfNoEntry: false }) === undefined) return null;
  const real = realpathSync(runFolder);
  return real === runFolder || path.basename(real).startsWith(temporaryPrefix(folder)) ? real : null;
}

function linkToTemporary({ runFolder, folder }: EmbeddedPaths): void {
  const parent = Buffer.byteLength(os.tmpdir()) < LONGEST_RUN_FOLDER - 30 ? os.tmpdir() : "/tmp";
  // A fresh random name: nobody can have put a folder of theirs there before us.
  const target = mkdtempSync(path.join(parent, temporaryPrefix(folder)));
  chmodSync(target, RUN_FOLDER_MODE);
  const link = `${runFolder}.${process.pid}`;
  symlinkSync(target, link);
  renameSync(link, runFolder);
}

function temporaryPrefix(folder: string): string {
  return `nightgrid-${sha256(folder).slice(0, 8)}-`;
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
