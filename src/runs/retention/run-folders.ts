import { readdir } from "node:fs/promises";
import path from "node:path";
import { parseRunId, type RunId } from "../../core/names/ids.ts";
import { FILE_KINDS, type FileKind, fileKindOf } from "../../core/retention/retention-spec.ts";
import { runFolder } from "../files/depot-keys.ts";
import { resultsFolder } from "../kinds/callback/artifact-writer.ts";

/** Where the files of a run lie on this host. */
export function folderOfRun(home: string, id: RunId): string {
  return path.join(resultsFolder(home), runFolder(id));
}

/** Runs that have a folder on this host, with the kinds of what is in it: files of scripts have no row, nor have those of other hosts' runs. */
export async function runsWithFolder(home: string): Promise<ReadonlyMap<RunId, readonly FileKind[]>> {
  const found = new Map<RunId, readonly FileKind[]>();
  for (const name of await readdir(resultsFolder(home)).catch(() => [])) {
    const id = name.startsWith("run_") ? parseRunId(name.slice("run_".length)) : null;
    if (id !== null) found.set(id, await kindsIn(folderOfRun(home, id)));
  }
  return found;
}

/** Of a folder that cannot be read all: whoever removes them says what is wrong with it. */
async function kindsIn(folder: string): Promise<readonly FileKind[]> {
  try {
    const names = new Set((await readdir(folder)).map(fileKindOf));
    return FILE_KINDS.filter((kind) => names.has(kind));
  } catch {
    return FILE_KINDS;
  }
}
