import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import { messageOf } from "../../core/errors/app-error.ts";
import { readDirectory, ZipProblem } from "./zip-directory.ts";
import { LOCAL, ZIP_METHODS, type ZipFacts } from "./zip-records.ts";

/** An archive whose directory was read and found sound: no path leads out of it, no name is there twice, nothing is a link. */
export interface OpenZip {
  /** By name. */
  readonly files: ReadonlyMap<string, ZipFacts>;
  /**
   * A file in pieces. It never gives more bytes than the directory says.
   *
   * @throws ZipProblem where it is not what the directory says it is
   */
  read(this: void, name: string): AsyncGenerator<Uint8Array>;
}

/** @throws ZipProblem in the words of a person: "it is cut off" */
export async function openZip(handle: FileHandle): Promise<OpenZip> {
  const files = await readDirectory(handle);
  return {
    files,
    async *read(name) {
      const facts = files.get(name);
      if (facts === undefined) throw new ZipProblem(`it has no file ${name}`);
      yield* unpacked(handle, facts);
    },
  };
}

/** The whole of a small file. @throws ZipProblem when it is larger than `maxBytes` */
export async function readZipFile({ files, read }: OpenZip, name: string, maxBytes: number): Promise<Buffer> {
  if ((files.get(name)?.bytes ?? 0) > maxBytes) throw new ZipProblem(`${name} in it is too large`);
  const pieces: Uint8Array[] = [];
  for await (const piece of read(name)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Passes pieces on, and fails at their end when they are others than were promised. @throws ZipProblem */
export async function* checkedPieces(
  pieces: AsyncIterable<Uint8Array>,
  promised: { readonly name: string; readonly sha256: string },
): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest("hex") !== promised.sha256) throw new ZipProblem(`${promised.name} in it was changed`);
}

async function* unpacked(handle: FileHandle, { name, method, crc, bytes, ...packed }: ZipFacts) {
  const from = await startOf(handle, { name, ...packed });
  const raw = pieces(handle, from, packed.packedBytes);
  let [total, sum] = [0, 0];
  try {
    for await (const piece of method === ZIP_METHODS.stored ? raw : inflated(raw)) {
      total += piece.length;
      if (total > bytes) throw new ZipProblem(`${name} in it is larger than it says`);
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch (error) {
    throw error instanceof ZipProblem ? error : new ZipProblem(`${name} in it is damaged: ${messageOf(error)}`);
  }
  if (total !== bytes || sum !== crc) throw new ZipProblem(`${name} in it is damaged`);
}

/** Where the bytes of a file begin: behind its own header, which may be of another length than that in the directory. */
async function startOf(handle: FileHandle, { name, offset }: Pick<ZipFacts, "name" | "offset">): Promise<number> {
  const head = Buffer.alloc(LOCAL.bytes);
  const { bytesRead } = await handle.read(head, 0, head.length, offset);
  if (bytesRead < head.length || head.readUInt32LE(0) !== LOCAL.signature) {
    throw new ZipProblem(`${name} in it is not where its directory says`);
  }
  return offset + LOCAL.bytes + head.readUInt16LE(26) + head.readUInt16LE(28);
}

const READ_BYTES = 256 * 1024;

async function* pieces(handle: FileHandle, from: number, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < length; ) {
    const room = Buffer.allocUnsafe(Math.min(READ_BYTES, length - at));
    const { bytesRead } = await handle.read(room, 0, room.length, from + at);
    if (bytesRead === 0) throw new ZipProblem("it is cut off");
    at += bytesRead;
    yield room.subarray(0, bytesRead);
  }
}

function inflated(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return pipeline(Readable.from(packed, { objectMode: false }), createInflateRaw(), ignore);
}

function ignore(): void {}
