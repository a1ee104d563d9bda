import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { ArtifactWriter } from "../../../callbacks/callback-context.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import { isNoSpace } from "../../../core/errors/no-space.ts";
import { isPrintable } from "../../../core/text/printable.ts";
import { type ProjectDepot, untilReached } from "../../../depot/project-depot.ts";
import { fileHash } from "../../../files/file-hash.ts";
import type { WorkDeps } from "../../work-deps.ts";
import { artifactKey, runFolder } from "../../files/depot-keys.ts";
import { addArtifact, type ArtifactOwner, type DepotPlace } from "../../../store/artifacts.ts";
import { type AttemptId, isRunningAttempt } from "../../../store/run/attempts.ts";
import type { Database } from "../../../store/connection/transaction.ts";

export interface ArtifactPlace {
  /** Absolute; created with the first artifact. */
  readonly folder: string;
  readonly owner: ArtifactOwner;
  readonly database: Database;
  /** Takes a copy for the other hosts. Absent: there is none. */
  readonly depot?: ProjectDepot;
  /** Fires when it is not to be written any more. */
  readonly signal?: AbortSignal;
}

/** Where the artifacts of a task are written. */
export function artifactPlace(
  owner: ArtifactOwner,
  { deps, signal }: { readonly deps: Pick<WorkDeps, "home" | "database" | "depot">; readonly signal: AbortSignal },
): ArtifactPlace {
  const { home, database, depot } = deps;
  const folder = path.join(resultsFolder(home), runFolder(owner.runId));
  return { folder, owner, database, signal, ...(depot !== undefined && { depot }) };
}

/**
 * Writes artifacts whole or not at all (I7): under a temporary name in the same folder, flushed to
 * the disk, then renamed. A crash leaves at most a `.partial` file, which `removePartials` takes away. A worker that wakes up after its work was taken over, or its
 * run was cancelled, leaves none: it is asked whose attempt it is before the file gets its name.
 *
 * The depot's copy is put before, under a key of the attempt's own: one that was taken over and is late replaces nothing.
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
  const { folder, owner, database, depot } = place;
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
      const inDepot = depot === undefined ? null : await putIntoDepot(partial, name, { ...place, depot });
      const isOurs = inDepot === null || (await isRunningAttempt(database, owner.attemptId));
      if (isOurs) {
        await rename(partial, target);
        await syncFolder(folder);
      }
      const earlier = isOurs && (await addArtifact(database, owner, { name, path: target, bytes, inDepot }));
      const needless = earlier === false ? inDepot?.key : earlier;
      // One that cannot be removed now is removed with its run.
      if (needless !== undefined && needless !== null) await depot?.depot.remove([needless]).catch(ignore);
      if (earlier === false) throw takenBack(name);
      return target;
    },
    async [Symbol.asyncDispose]() {
      await close();
      await rm(partial, { force: true });
    },
  };
}

async function putIntoDepot(
  file: string,
  name: string,
  { owner, depot: { depot, patienceMs }, signal }: ArtifactPlace & { readonly depot: ProjectDepot },
): Promise<DepotPlace> {
  const key = artifactKey(owner, name);
  const hash = await fileHash(file);
  await untilReached(() => depot.putFile(key, file, signal), { patienceMs, signal });
  return { key, sha256: hash };
}

async function createFile(partial: string): Promise<FileHandle> {
  await mkdir(path.dirname(partial), { recursive: true });
  return await open(partial, "wx");
}

function throwFull(target: string, error: unknown): never {
  if (isNoSpace(error)) {
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

function ignore(): void {}

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
