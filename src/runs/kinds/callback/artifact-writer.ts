import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { ArtifactWriter } from "../../../callbacks/callback-context.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { isPrintable } from "../../../core/text/printable.ts";
import { addArtifact, type ArtifactOwner } from "../../../store/artifacts.ts";
import { type AttemptId, isRunningAttempt } from "../../../store/run/attempts.ts";
import type { Database } from "../../../store/connection/transaction.ts";

export interface ArtifactPlace {
  /** Absolute; created with the first artifact. */
  readonly folder: string;
  readonly owner: ArtifactOwner;
  readonly database: Database;
}

/**
 * Writes artifacts whole or not at all (I7): under a temporary name in the same folder, flushed to
 * the disk, then renamed. A crash leaves at most a `.partial` file, which `removePartials` takes away. A worker that wakes up after its work was taken over, or its
 * run was cancelled, leaves none: it is asked whose attempt it is before the file gets its name.
 */
export function createArtifactWriter(place: ArtifactPlace): ArtifactWriter {
  return {
    async write(name, content) {
      const target = path.join(place.folder, plainName(name));
      const { attemptId } = place.owner;
      await writeWhole({ target, partial: path.join(place.folder, partialName(attemptId)) }, content, async () => {
        if (!(await isRunningAttempt(place.database, attemptId))) throw takenBack(name);
      });
      const { size } = await stat(target);
      if (!(await addArtifact(place.database, place.owner, { name, path: target, bytes: size }))) throw takenBack(name);
      return target;
    },
  };
}

/** No artifact has a name that begins so. */
export const PARTIAL_NAME = /^\.(?<attempt>\d+)\.[0-9a-f]{8}\.partial$/;

function partialName(attemptId: AttemptId): string {
  return `.${attemptId}.${randomBytes(4).toString("hex")}.partial`;
}

/** Where the folders of runs are. */
export function resultsFolder(home: string): string {
  return path.join(home, "results");
}

function plainName(name: string): string {
  if (name !== path.basename(name) || /^\.|[\\/\0]/.test(name) || name.length > 200 || !isPrintable(name)) {
    throw new TypeError(`${JSON.stringify(name)} is not a plain file name`);
  }
  return name;
}

function takenBack(name: string): Error {
  return new Error(`${name} was not written: the attempt was taken back`);
}

/** @param beforeNaming throws when the file is not to appear */
async function writeWhole(
  { target, partial }: { readonly target: string; readonly partial: string },
  content: string | Uint8Array | AsyncIterable<string>,
  beforeNaming: () => Promise<void>,
): Promise<void> {
  try {
    await mkdir(path.dirname(target), { recursive: true });
    const file = await open(partial, "wx");
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await beforeNaming();
    await rename(partial, target);
    await syncFolder(path.dirname(target));
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") {
      throw new AppError("DISK_FULL", `No space left for ${target}`, { cause: error, hint: "Free some space." });
    }
    throw error;
  }
}

/** Makes the new name itself durable. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
