import { constants, crc32, gunzipSync, inflateRawSync } from "node:zlib";
import { AppError } from "../../core/errors/app-error.ts";
import { type ZipEntry, zipEntries } from "./zip-entries.ts";

const GZIP = [0x1f, 0x8b];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06];
const STORED = 0;
const DEFLATED = 8;

export interface UnpackOptions {
  /** For messages. */
  readonly file: string;
  /** The most that may come out: an archive of a kilobyte may hold a gigabyte of zeros. */
  readonly maxBytes: number;
}

/**
 * The one CSV file in a `.gz` or `.zip`, known by its first bytes; anything else comes back as it is.
 *
 * @throws AppError DATASET_INVALID when it is damaged, encrypted, or holds something else than one file; FILE_TOO_LARGE
 */
export function unpack(bytes: Uint8Array, options: UnpackOptions): Uint8Array {
  if (startsWith(bytes, GZIP)) return inflated(options, () => gunzipSync(bytes, limits(options)));
  if (startsWith(bytes, ZIP) || startsWith(bytes, EMPTY_ZIP)) return unzip(bytes, options);
  return bytes;
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

function unzip(bytes: Uint8Array, options: UnpackOptions): Uint8Array {
  const { file, maxBytes } = options;
  const entries = zipEntries(bytes);
  if (entries === null) throw damaged(file);
  const entry = onlyFile(entries, file);
  if (entry.isEncrypted || (entry.method !== STORED && entry.method !== DEFLATED)) {
    throw new AppError("DATASET_INVALID", `${file}: ${entry.name} in it is encrypted or packed in an unusual way`, {
      hint: "Unpack it, and name the CSV file.",
    });
  }
  if (entry.size > maxBytes) throw tooLarge(options);
  const content =
    entry.method === STORED ? entry.packed : inflated(options, () => inflateRawSync(entry.packed, limits(options)));
  if (crc32(content) !== entry.crc) throw damaged(file);
  return content;
}

/** Kinds of file that are a zip archive by themselves, by what lies in them. */
const IN_ZIPS: readonly (readonly [part: RegExp, name: string, hint: string])[] = [
  [/^xl\//, "an Excel workbook", "Save the sheet as CSV in UTF-8."],
  [/^content\.xml$/, "an OpenDocument file", "Save the sheet as CSV in UTF-8."],
  [/^word\//, "a Word document", "Get the table as CSV."],
  [/\.npy$/, "a NumPy archive", "Save the array as CSV."],
];

function onlyFile(entries: readonly ZipEntry[], file: string): ZipEntry {
  const [, kind, advice] = IN_ZIPS.find(([part]) => entries.some(({ name }) => part.test(name))) ?? [];
  if (kind !== undefined) throw new AppError("DATASET_INVALID", `${file} is ${kind}, no CSV`, { hint: advice ?? "" });
  // What macOS adds of its own.
  const files = entries.filter(({ name }) => !/(^|\/)(__MACOSX\/|\.)/.test(name));
  const [first] = files;
  if (first !== undefined && files.length === 1) return first;
  const names = files.slice(0, 5).map(({ name }) => name);
  const more = files.length > names.length ? ` and ${files.length - names.length} more` : "";
  const problem = files.length === 0 ? "is empty" : `holds ${files.length} files: ${names.join(", ")}${more}`;
  throw new AppError("DATASET_INVALID", `${file} ${problem}`, {
    hint: "A zip archive is read when one CSV file is in it. Unpack it, and name the file; of several, csv: ./{symbol}.csv.",
  });
}

function inflated(options: UnpackOptions, work: () => Uint8Array): Uint8Array {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    throw code === "ERR_BUFFER_TOO_LARGE" ? tooLarge(options) : damaged(options.file, error);
  }
}

function limits({ maxBytes }: UnpackOptions): { readonly maxOutputLength: number; readonly finishFlush: number } {
  return { maxOutputLength: maxBytes, finishFlush: constants.Z_FINISH };
}

function damaged(file: string, cause?: unknown): AppError {
  return new AppError("DATASET_INVALID", `${file} is packed, and cannot be unpacked: it is damaged or cut off`, {
    hint: "Get it again, or unpack it and name the CSV file.",
    cause,
  });
}

function tooLarge({ file, maxBytes }: UnpackOptions): AppError {
  return new AppError("FILE_TOO_LARGE", `${file} unpacks to more than ${Math.round(maxBytes / 1024 ** 2)} MB`, {
    hint: "Check that it is the file you mean, or split it.",
  });
}
