import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { type DatasetEntry, ENTRY_FILE, isPlainName, readEntry } from "./dataset-entry.ts";

const BUILT_IN_FOLDER = path.resolve(import.meta.dirname, "../../../datasets");

export interface DatasetPlace {
  readonly name: string;
  readonly folder: string;
  readonly isBuiltIn: boolean;
}

/** Every dataset there is: those of the project, then those that came with Nightgrid, by name. */
export async function listDatasets(home: string): Promise<readonly DatasetPlace[]> {
  const own = await placesIn(path.join(home, "datasets"), false);
  const builtIn = await placesIn(BUILT_IN_FOLDER, true);
  return [...own, ...builtIn.filter(({ name }) => !own.some((other) => other.name === name))];
}

/**
 * A dataset by name; a project's own one hides a built-in one of the same name.
 *
 * @throws AppError DATASET_NOT_FOUND, listing what there is; DATASET_INVALID
 */
export async function findDataset(name: string, home: string): Promise<DatasetEntry> {
  return readEntry((await findPlace(name, home)).folder);
}

/** Where a dataset of that name lies. @throws AppError DATASET_NOT_FOUND, listing what there is */
export async function findPlace(name: string, home: string): Promise<DatasetPlace> {
  const places = await listDatasets(home);
  const place = places.find((candidate) => candidate.name === name);
  if (place !== undefined) return place;
  const names = places.map((candidate) => candidate.name);
  const there = `There ${names.length === 1 ? "is" : "are"} ${names.join(", ")}.`;
  const own = `A dataset of your own is a folder datasets/<name>/ with ${ENTRY_FILE} and CSV files.`;
  throw new AppError("DATASET_NOT_FOUND", `There is no dataset "${name}"`, {
    hint: suggestName(name, names, { always: `${there} ${own}` }),
    details: { known: names },
  });
}

async function placesIn(folder: string, isBuiltIn: boolean): Promise<readonly DatasetPlace[]> {
  if (!existsSync(folder)) return [];
  const names = await readdir(folder);
  return names
    .filter((name) => isPlainName(name) && existsSync(path.join(folder, name, ENTRY_FILE)))
    .sort()
    .map((name) => ({ name, folder: path.join(folder, name), isBuiltIn }));
}
