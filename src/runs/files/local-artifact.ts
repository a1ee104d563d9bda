import { existsSync } from "node:fs";
import { sep as separator } from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import type { ArtifactRow } from "../../store/artifacts.ts";
import type { RunDeps } from "../run-deps.ts";

/**
 * An artifact as a file of this host: its own, or fetched from the depot.
 *
 * @returns an absolute path, at which there is nothing where it was removed from the one host that has it
 * @throws AppError ARTIFACT_NOT_FOUND when the depot has it no more, or this host has none; DEPOT_DAMAGED, DEPOT_UNREACHABLE,
 *   DEPOT_REFUSED, DISK_FULL
 */
export async function localArtifact(artifact: ArtifactRow, { depot }: Pick<RunDeps, "depot">): Promise<string> {
  const { name, path, bytes, inDepot } = artifact;
  if (inDepot === null) return path;
  if (depot === undefined) {
    throw new AppError("ARTIFACT_NOT_FOUND", `${name} lies in a depot that this process does not know`, {
      hint: "Set NIGHTGRID_ARTIFACTS to what it is on the host that wrote the file.",
    });
  }
  const content = { sha256: inDepot.sha256, bytes };
  // Another host may have written it again since: only the bytes tell.
  if (isBelow(depot.home, path) && (await depot.cache.isSame(path, content))) return path;
  const fetched = await depot.cache.fetch(inDepot.key, content);
  if (fetched !== null) return fetched;
  throw new AppError("ARTIFACT_NOT_FOUND", `${name} is not at ${depot.depot.addressOf(inDepot.key)} any more`, {
    hint: "One that was removed is made anew by clearing its task: nightgrid clear <run> <task>.",
  });
}

/** Where people find it: on this host, else in the depot. */
export function shownPath({ path, inDepot }: ArtifactRow, { depot }: Pick<RunDeps, "depot">): string {
  if (inDepot === null || depot === undefined) return path;
  return isBelow(depot.home, path) && existsSync(path) ? path : depot.depot.addressOf(inDepot.key);
}

function isBelow(home: string, file: string): boolean {
  return file.startsWith(`${home}${separator}`);
}
