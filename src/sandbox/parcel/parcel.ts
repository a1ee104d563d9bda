import { CloneReader, CloneWriter } from "../channel/clone.ts";
import type { ScratchFile } from "./scratch-file.ts";

/** A value on its way between two processes. */
export interface Parcel {
  /** The value, by structured clone, without its large columns. */
  readonly body: Uint8Array;
  /** Bytes of the scratch file that hold its large columns; 0: there are none. */
  readonly columnBytes: number;
}

/** Bytes; what is smaller is copied sooner than it is filed. */
const LARGE = 64 * 1024;
/** Of every kind of number. */
const ALIGNMENT = 8;
const COLUMN_TYPES = [Float64Array, Uint8Array, Float32Array, Int32Array, Uint32Array] as const;
const isView = ArrayBuffer.isView.bind(ArrayBuffer);
const INLINE = 0;
const FILED = 1;

/**
 * A channel between processes copies what it carries five times, in parts that both sides wait for. Large typed arrays go
 * through a file in memory instead: written once, read once.
 *
 * @throws DataCloneError
 */
export function packParcel(value: unknown, scratch: ScratchFile): Parcel {
  const columns: Uint8Array[] = [];
  const body = bodyOf(value, columns);
  if (columns.length === 0) return { body, columnBytes: 0 };
  return scratch.write(columns)
    ? { body, columnBytes: columns.reduce((sum, { length }) => sum + length, 0) }
    : { body: bodyOf(value, null), columnBytes: 0 };
}

/** @throws when it was not packed by `packParcel` */
export function unpackParcel({ body, columnBytes }: Parcel, scratch: ScratchFile): unknown {
  const filed = columnBytes === 0 ? new Uint8Array(0) : scratch.read(columnBytes);
  const reader = new ColumnReader(body, filed);
  reader.readHeader();
  return reader.readValue();
}

/** @param columns gets the large ones, padded; null: all stay in the body */
function bodyOf(value: unknown, columns: Uint8Array[] | null): Uint8Array {
  const writer = new ColumnWriter(columns);
  writer.writeHeader();
  writer.writeValue(value);
  return writer.releaseBuffer();
}

class ColumnWriter extends CloneWriter {
  readonly #columns: Uint8Array[] | null;
  #filedBytes = 0;

  constructor(columns: Uint8Array[] | null) {
    super();
    this.#columns = columns;
  }

  override _writeHostObject(value: object): void {
    const type = COLUMN_TYPES.findIndex((known) => value.constructor === known);
    if (this.#columns === null || type < 0 || !isView(value) || value.byteLength < LARGE) {
      this.writeUint32(INLINE);
      super._writeHostObject(value);
      return;
    }
    for (const part of [FILED, type, this.#filedBytes, value.byteLength]) this.writeUint32(part);
    this.#file(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    this.#file(new Uint8Array(-value.byteLength & (ALIGNMENT - 1)));
  }

  #file(bytes: Uint8Array): void {
    this.#columns?.push(bytes);
    this.#filedBytes += bytes.length;
  }
}

class ColumnReader extends CloneReader {
  readonly #filed: Uint8Array<ArrayBuffer>;

  constructor(body: Uint8Array, filed: Uint8Array<ArrayBuffer>) {
    super(body);
    this.#filed = filed;
  }

  override _readHostObject(): unknown {
    if (this.readUint32() === INLINE) return super._readHostObject();
    const Column = COLUMN_TYPES[this.readUint32()] ?? Uint8Array;
    const offset = this.readUint32();
    const byteLength = this.readUint32();
    return new Column(this.#filed.buffer, offset, byteLength / Column.BYTES_PER_ELEMENT);
  }
}
