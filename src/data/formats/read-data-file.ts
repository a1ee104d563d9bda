import { readdir } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { readRegularFile } from "../../files/read-regular-file.ts";

/** Some 18 million rows: minute bars around the clock for 35 years. */
export const MAX_DATA_BYTES = 1024 ** 3;

/**
 * The bytes of a data file, whatever they are.
 *
 * @throws AppError FILE_NOT_FOUND, naming the tables beside it; FILE_NOT_REGULAR, FILE_TOO_LARGE, FILE_UNREADABLE
 */
export async function readDataFile(file: string): Promise<Uint8Array> {
  try {
    return await readRegularFile(file, { maxBytes: MAX_DATA_BYTES });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "FILE_NOT_FOUND") throw error;
    throw new AppError("FILE_NOT_FOUND", `There is no data file ${file}`, {
      hint: await neighboursOf(file),
      cause: error,
    });
  }
}

async function neighboursOf(file: string): Promise<string> {
  const folder = path.dirname(file);
  const names = await readdir(folder).catch(() => null);
  if (names === null)
    return `There is no folder ${folder} either; paths in a DAG file start from the folder of that file.`;
  const tables = names.filter((name) => /\.(csv|tsv|txt)(\.gz|\.zip)?$|\.zip$/i.test(name)).slice(0, 20);
  return tables.length === 0
    ? `There are no CSV files in ${folder}.`
    : `In that folder there are ${tables.join(", ")}.`;
}
