import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { crc32, createDeflateRaw } from "node:zlib";
import { centralRecord, endRecords, localRecord, ZIP_METHODS, type ZipFacts } from "./zip-records.ts";

/** A file as it went into an archive. */
export interface WrittenFile {
  readonly name: string;
  /** Unpacked. */
  readonly bytes: number;
  /** Of those, in hex. */
  readonly sha256: string;
}

/** An archive that is written file by file, each as it comes: memory holds a piece of one. The same files give the same bytes. */
export interface ZipWriter {
  /**
   * @param name path in the archive, with `/`; none twice
   * @param isPacked already, so that it is stored as it is
   */
  add(name: string, pieces: Pieces, options?: { readonly isPacked?: boolean }): Promise<WrittenFile>;
  /** Writes the directory. @returns the size of the archive in bytes */
  finish(): Promise<number>;
}

export type Pieces = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** @param handle of an empty file that can be written at any place */
export function createZipWriter(handle: Pick<FileHandle, "write">): ZipWriter {
  const written: ZipFacts[] = [];
  let place = 0;
  const writeAt = async (bytes: Uint8Array, from: number): Promise<number> => {
    let at = 0;
    while (at < bytes.length) at += (await handle.write(bytes, at, bytes.length - at, from + at)).bytesWritten;
    return bytes.length;
  };
  return {
    async add(name, pieces, { isPacked = false } = {}) {
      const method = isPacked ? ZIP_METHODS.stored : ZIP_METHODS.deflated;
      const offset = place;
      const nothing = { name, method, crc: 0, packedBytes: 0, bytes: 0 };
      place += await writeAt(localRecord(nothing), offset);
      const measure = createMeasure();
      const from = place;
      for await (const piece of isPacked ? measure.of(pieces) : deflated(measure.of(pieces))) {
        place += await writeAt(piece, place);
      }
      const facts = { name, method, ...measure.facts(), packedBytes: place - from };
      // In place of the header that knew nothing yet.
      await writeAt(localRecord(facts), offset);
      written.push({ ...facts, offset });
      return { name, bytes: facts.bytes, sha256: measure.sha256() };
    },
    async finish() {
      const records = Buffer.concat(written.map(centralRecord));
      const directory = { files: written.length, offset: place, bytes: records.length };
      place += await writeAt(records, place);
      place += await writeAt(endRecords(directory), place);
      return place;
    },
  };
}

function createMeasure() {
  const hash = createHash("sha256");
  let [crc, bytes] = [0, 0];
  return {
    async *of(pieces: Pieces): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces) {
        const some = typeof piece === "string" ? Buffer.from(piece, "utf8") : piece;
        crc = crc32(some, crc);
        bytes += some.length;
        hash.update(some);
        yield some;
      }
    },
    facts: () => ({ crc, bytes }),
    sha256: () => hash.digest("hex"),
  };
}

/** An error of what is packed comes out of the loop over what this gives. */
function deflated(pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return pipeline(Readable.from(pieces, { objectMode: false }), createDeflateRaw(), ignore);
}

function ignore(): void {}
