import path from "node:path";
import { refuseDuplicateIds } from "../../factory/duplicate-ids.ts";
import type { LoadedDag } from "../../factory/check-dag.ts";
import type { DagSource } from "../../worker/dag-source.ts";
import { dagFolder, listDagFiles } from "./dag-folder.ts";
import { awaitsModule } from "../../factory/still-loading.ts";
import { type DagReading, isCurrent, readDag } from "./dag-reading.ts";
import { moduleLoads } from "./module-loads.ts";
import { factoryDeps } from "../factory-deps.ts";
import { type Look, look } from "./file-signature.ts";
import type { ProjectContext } from "../project-context.ts";

const PATIENCE_MS = 1000;

interface FolderOptions {
  /** How long a look waits for users' modules, in milliseconds. Default: a second. */
  readonly patienceMs?: number;
}

/**
 * The DAG files of a project, read again as they change. What decides is what lies there at each look, of a DAG file and
 * of whatever it builds on or names; a look at what has not changed reads nothing but the user's modules.
 *
 * A look waits a second for modules. A DAG whose module takes longer stays as it was read before, or says that the module is
 * still being loaded, and those who listen hear when it has been.
 */
export function openDagFolder(context: ProjectContext, { patienceMs = PATIENCE_MS }: FolderOptions = {}): DagSource {
  const folder = dagFolder(context.home);
  let readings: ReadonlyMap<string, DagReading> = new Map();
  let last: readonly LoadedDag[] | null = null;
  let catalogue = "";
  const listeners: (() => void)[] = [];
  const loads = moduleLoads({ patienceMs, onLate: () => listeners.forEach((listener) => listener()) });

  const read = async (): Promise<readonly LoadedDag[]> => {
    const files = await listDagFiles(context.home);
    const factory = await factoryDeps(context);
    const now = look();
    const deps = { factory, now, loads: loads.look() };
    const datasets = await catalogueNow(factory.datasets, context.home, now);
    const known = datasets === catalogue ? readings : new Map<string, DagReading>();
    const next = await Promise.all(
      files.map(async (file) => {
        const before = known.get(file);
        if (before !== undefined && (await isCurrent(before, now, loads))) return before;
        return keptIfLate(before, await readDag(file, deps));
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
  return { read, folders, listen: (listener) => void listeners.push(listener) };
}

/** While it is not known what a changed file will be, it is what it was. */
function keptIfLate(before: DagReading | undefined, reading: DagReading): DagReading {
  const isKnown = before !== undefined && !awaitsModule(before.loaded);
  return isKnown && awaitsModule(reading.loaded) ? { ...reading, loaded: before.loaded } : reading;
}

/** Which datasets there are, and what they say they have. */
async function catalogueNow(names: readonly string[], home: string, now: Look): Promise<string> {
  const entries = names.map((name) => now.signatureOf("file", path.join(home, "datasets", name, "dataset.yaml")));
  return [...names, ...(await Promise.all(entries))].join("\n");
}
