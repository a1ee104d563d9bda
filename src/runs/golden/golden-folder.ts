import { link, mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { fileError } from "../../files/read-regular-file.ts";
import { readTextFile } from "../../files/read-text-file.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { type Golden, goldenText, parseGolden } from "./golden.ts";
import { requireGoldenName } from "./golden-name.ts";

/** Of a project, below its root; kept in version control. */
export const GOLDEN_FOLDER = "goldens";
const ENDING = ".json";
const MOST_BYTES = 64 * 1024 * 1024;

/** A file that is one, or why it is none. */
export type FoundGolden =
  | { readonly name: string; readonly golden: Golden; readonly error: null }
  | { readonly name: string; readonly golden: null; readonly error: AppError };

/** By name. One that cannot be read hides no other one. @throws AppError FILE_UNREADABLE when the folder cannot */
export async function listGoldens(home: string): Promise<readonly FoundGolden[]> {
  const entries = await entriesOf(path.join(home, GOLDEN_FOLDER));
  const names = entries.flatMap((entry) => (/^[^.].*\.json$/.test(entry) ? [entry.slice(0, -ENDING.length)] : []));
  return Promise.all(
    names.toSorted().map(async (name): Promise<FoundGolden> => {
      try {
        return { name, golden: await readGoldenFile(home, name), error: null };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { name, golden: null, error };
      }
    }),
  );
}

/** None where there is no folder; one that cannot be read is not taken for an empty one, which would be a good check. */
async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw fileError(folder, error);
  }
}

/** @throws AppError USAGE, GOLDEN_NOT_FOUND, GOLDEN_INVALID */
export async function readGolden(home: string, name: string): Promise<Golden> {
  requireGoldenName(name);
  try {
    return await readGoldenFile(home, name);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "FILE_NOT_FOUND") throw error;
    throw new AppError("GOLDEN_NOT_FOUND", `There is no golden "${name}" in ${GOLDEN_FOLDER}/`, {
      hint: "`nightgrid golden list` lists them.",
      cause: error,
    });
  }
}

async function readGoldenFile(home: string, name: string): Promise<Golden> {
  const text = await readTextFile(fileOf(home, name), { maxBytes: MOST_BYTES });
  return parseGolden(text, { file: `${GOLDEN_FOLDER}/${name}${ENDING}`, name });
}

/** Writes one that is not there yet, whole or not at all; of two at once one wins. @throws AppError GOLDEN_EXISTS */
export async function writeNewGolden(home: string, golden: Golden): Promise<void> {
  const file = fileOf(home, golden.name);
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fileError(folder, error);
  });
  const whole = path.join(path.dirname(file), `.${golden.name}.${process.pid}.new`);
  await writeWhole(whole, [goldenText(golden)]);
  try {
    // A link never takes the place of what is there, as a rename would.
    await link(whole, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    throw new AppError("GOLDEN_EXISTS", `There is a golden "${golden.name}" already; save never replaces one`, {
      hint: `Look at it with \`nightgrid golden check ${golden.name}\`; \`nightgrid golden refresh ${golden.name} --why …\` replaces it.`,
      cause: error,
    });
  } finally {
    await rm(whole, { force: true });
  }
}

/** In place of what is there. */
export async function replaceGolden(home: string, golden: Golden): Promise<void> {
  await writeWhole(fileOf(home, golden.name), [goldenText(golden)]);
}

function fileOf(home: string, name: string): string {
  return path.join(home, GOLDEN_FOLDER, `${name}${ENDING}`);
}
