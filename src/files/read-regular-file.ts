import type { Stats } from "node:fs";
import { constants, type FileHandle, open, stat } from "node:fs/promises";
import { AppError, messageOf } from "../core/errors/app-error.ts";

export interface RegularFile extends AsyncDisposable {
  readonly handle: FileHandle;
  /** As it was when the file was opened; the handle's own, so that a rename meanwhile changes nothing. */
  readonly stats: Stats;
}

/**
 * Opens a regular file, or what a link to one leads to, for reading. A pipe, a socket, a device or a folder is refused
 * before it is opened: reading one may wait without an end, or never come to one.
 *
 * @throws AppError FILE_NOT_FOUND (also a link that leads nowhere), FILE_NOT_REGULAR, FILE_UNREADABLE
 */
export async function openRegularFile(path: string): Promise<RegularFile> {
  refuseSpecial(path, await orAppError(path, stat(path)));
  // What is at the path may be another thing by now; O_NONBLOCK lets not even a pipe make this wait.
  const handle = await orAppError(path, open(path, constants.O_RDONLY | constants.O_NONBLOCK));
  try {
    const stats = await handle.stat();
    refuseSpecial(path, stats);
    return { handle, stats, [Symbol.asyncDispose]: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * That there is a regular file that can be opened.
 *
 * @throws AppError as `openRegularFile`
 */
export async function checkRegularFile(path: string): Promise<void> {
  const { handle } = await openRegularFile(path);
  await handle.close();
}

export interface ReadLimits {
  /** The largest file that is read. */
  readonly maxBytes: number;
}

/**
 * The bytes of a regular file. A file above the limit is refused before anything is read, and never more than the limit
 * is read, also of a file that grows meanwhile or lies about its size, as those of /proc do.
 *
 * @throws AppError FILE_NOT_FOUND, FILE_NOT_REGULAR, FILE_TOO_LARGE, FILE_UNREADABLE
 */
export async function readRegularFile(path: string, { maxBytes }: ReadLimits): Promise<Buffer> {
  await using file = await openRegularFile(path);
  if (file.stats.size > maxBytes) throw tooLarge(path, maxBytes);
  const parts: Buffer[] = [];
  // One byte more than told, so that the end is met in one read when the size is true.
  let room = Buffer.allocUnsafe(file.stats.size + 1);
  let total = 0;
  for (;;) {
    const { bytesRead } = await orAppError(path, file.handle.read(room));
    if (bytesRead === 0) return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    parts.push(room.subarray(0, bytesRead));
    total += bytesRead;
    if (total > maxBytes) throw tooLarge(path, maxBytes);
    room = Buffer.allocUnsafe(Math.min(READ_BYTES, maxBytes - total + 1));
  }
}

const READ_BYTES = 64 * 1024;

const KINDS = [
  ["isDirectory", "a folder"],
  ["isFIFO", "a pipe"],
  ["isSocket", "a socket"],
  ["isCharacterDevice", "a device"],
  ["isBlockDevice", "a device"],
] as const;

function refuseSpecial(path: string, stats: Stats): void {
  if (stats.isFile()) return;
  const kind = KINDS.find(([is]) => stats[is]())?.[1] ?? "of an unknown kind";
  throw new AppError("FILE_NOT_REGULAR", `${path} is ${kind}, not a file`, {
    hint: "Put a regular file there, or a link to one.",
  });
}

function tooLarge(path: string, maxBytes: number): AppError {
  return new AppError("FILE_TOO_LARGE", `${path} is larger than ${formatBytes(maxBytes)}`, {
    hint: "Check that it is the file you mean, or split it.",
  });
}

function formatBytes(bytes: number): string {
  const unit = UNITS.find(({ size }) => bytes >= size);
  return unit === undefined ? `${bytes} bytes` : `${Number((bytes / unit.size).toFixed(1))} ${unit.name}`;
}

const UNITS = [
  { size: 1024 ** 3, name: "GB" },
  { size: 1024 ** 2, name: "MB" },
  { size: 1024, name: "kB" },
] as const;

async function orAppError<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw fileError(path, error);
  }
}

/** What the system says of a file, in our words. */
export function fileError(path: string, error: unknown): AppError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new AppError("FILE_NOT_FOUND", `There is no file ${path}`, {
      hint: "Check the path; a link must lead to a file.",
      cause: error,
    });
  }
  const [reason, hint] = REASONS[code] ?? [messageOf(error), "Check the disk and the rights of the file."];
  return new AppError("FILE_UNREADABLE", `${path} cannot be read: ${reason}`, { hint, cause: error });
}

const REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  EACCES: ["permission denied", "Let the user that runs Nightgrid read it."],
  EPERM: ["permission denied", "Let the user that runs Nightgrid read it."],
  ELOOP: ["it is a link that leads back to itself", "Let the link lead to a file."],
  ENAMETOOLONG: ["the name is too long", "Shorten the path."],
  EMFILE: ["too many files are open", "Raise the limit of open files (ulimit -n)."],
  EAGAIN: ["it has no content of its own", "Put a regular file there."],
};
