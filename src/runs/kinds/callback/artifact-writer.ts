import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
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
      await using artifact = await openArtifact(place, name);
      await artifact.add(content);
      return await artifact.finish();
    },
  };
}

/** One that is written piece by piece. Disposing of it before it is finished leaves nothing of it. */
export interface OpenArtifact extends AsyncDisposable {
  readonly name: string;
  add(content: string | Uint8Array | AsyncIterable<string>): Promise<void>;
  /** Gives it its name, over an earlier one of that name; returns the absolute path. */
  finish(): Promise<string>;
}

/** As `createArtifactWriter` has it. */
export async function openArtifact(place: ArtifactPlace, name: string): Promise<OpenArtifact> {
  const { folder, owner, database } = place;
  const target = path.join(folder, plainName(name));
  const partial = path.join(folder, partialName(owner.attemptId));
  const orFull = async <T>(work: Promise<T>): Promise<T> => work.catch((error: unknown) => throwFull(target, error));
  const file = await orFull(createFile(partial));
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  return {
    name,
    add: (content) => orFull(file.writeFile(content)),
    async finish() {
      await orFull(file.sync());
      const { size: bytes } = await file.stat();
      await close();
      if (!(await isRunningAttempt(database, owner.attemptId))) throw takenBack(name);
      await rename(partial, target);
      await syncFolder(folder);
      if (!(await addArtifact(database, owner, { name, path: target, bytes }))) throw takenBack(name);
      return target;
    },
    async [Symbol.asyncDispose]() {
      await close();
      await rm(partial, { force: true });
    },
  };
}

async function createFile(partial: string): Promise<FileHandle> {
  await mkdir(path.dirname(partial), { recursive: true });
  return await open(partial, "wx");
}

function throwFull(target: string, error: unknown): never {
  if (error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) {
    throw new AppError("DISK_FULL", `No space left for ${target}`, { cause: error, hint: "Free some space." });
  }
  throw error;
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

/** Makes the new name itself durable. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
