import path from "node:path";
import { refuseDuplicateIds } from "../factory/duplicate-ids.ts";
import type { LoadedDag } from "../factory/check-dag.ts";
import type { DagSource } from "../worker/dag-source.ts";
import { dagFolder, listDagFiles } from "./dag-folder.ts";
import { type DagReading, isCurrent, readDag } from "./dag-reading.ts";
import { factoryDeps } from "./factory-deps.ts";
import { type Look, look } from "./file-signature.ts";
import type { ProjectContext } from "./project-context.ts";

/**
 * The DAG files of a project, read again as they change. What decides is what lies there at each look, of a DAG file and
 * of whatever it builds on or names; a look at what has not changed reads nothing but the user's modules.
 */
export function openDagFolder(context: ProjectContext): DagSource {
  const folder = dagFolder(context.home);
  let readings: ReadonlyMap<string, DagReading> = new Map();
  let last: readonly LoadedDag[] | null = null;
  let catalogue = "";

  const read = async (): Promise<readonly LoadedDag[]> => {
    const files = await listDagFiles(context.home);
    const deps = await factoryDeps(context);
    const now = look();
    const datasets = await catalogueNow(deps.datasets, context.home, now);
    const known = datasets === catalogue ? readings : new Map<string, DagReading>();
    const next = await Promise.all(
      files.map(async (file) => {
        const before = known.get(file);
        const isGood = before !== undefined && (await isCurrent(before, now));
        return isGood ? before : readDag(file, deps, now);
      }),
    );
    const isSame = next.length === known.size && next.every((reading) => known.get(reading.loaded.file) === reading);
    if (last === null || !isSame) last = refuseDuplicateIds(next.map(({ loaded }) => loaded));
    readings = new Map(next.map((reading) => [reading.loaded.file, reading]));
    catalogue = datasets;
    return last;
  };

  const folders = (): readonly string[] => {
    const written = [...readings.values()].flatMap(({ seen }) => seen.filter(({ isWritten }) => isWritten));
    return [...new Set([folder, ...written.map(({ file }) => path.dirname(file))])];
  };
  return { read, folders };
}

/** Which datasets there are, and what they say they have. */
async function catalogueNow(names: readonly string[], home: string, now: Look): Promise<string> {
  const entries = names.map((name) => now.signatureOf("file", path.join(home, "datasets", name, "dataset.yaml")));
  return [...names, ...(await Promise.all(entries))].join("\n");
}
