import { AppError } from "../core/errors/app-error.ts";
import { type ReadLimits, readRegularFile } from "./read-regular-file.ts";

/**
 * The text of a regular file in UTF-8, without the mark that some editors put at its beginning.
 *
 * @throws AppError FILE_NOT_FOUND, FILE_NOT_REGULAR, FILE_TOO_LARGE, FILE_UNREADABLE
 */
export async function readTextFile(path: string, limits: ReadLimits): Promise<string> {
  const bytes = await readRegularFile(path, limits);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError("FILE_UNREADABLE", `${path} cannot be read: it is not text in UTF-8`, {
      hint: "Save it in UTF-8.",
      cause: error,
    });
  }
}
