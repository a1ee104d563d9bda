import { DefaultDeserializer, DefaultSerializer } from "node:v8";

/** What Node's own serializers do with typed arrays; its types leave it out. */
interface HostObjects {
  _writeHostObject(value: object): void;
  _readHostObject(): unknown;
}
const VIEW_WRITER = DefaultSerializer.prototype as unknown as HostObjects;
const VIEW_READER = DefaultDeserializer.prototype as unknown as HostObjects;
const VIEW = 0;
const RECORD = 1;
const isView = ArrayBuffer.isView.bind(ArrayBuffer);

/** Structured clone to bytes; `process.env` and its like cross over as records. @throws DataCloneError */
export function cloneToBytes(value: unknown): Uint8Array {
  const writer = new CloneWriter();
  writer.writeHeader();
  writer.writeValue(value);
  return writer.releaseBuffer();
}

/** @throws for bytes that `cloneToBytes` has not made */
export function cloneFromBytes(bytes: Uint8Array): unknown {
  const reader = new CloneReader(bytes);
  reader.readHeader();
  return reader.readValue();
}

/** For those who write some views elsewhere. */
export class CloneWriter extends DefaultSerializer {
  _writeHostObject(value: object): void {
    if (isView(value)) {
      this.writeUint32(VIEW);
      VIEW_WRITER._writeHostObject.call(this, value);
    } else {
      this.writeUint32(RECORD);
      this.writeValue({ ...value });
    }
  }
}

export class CloneReader extends DefaultDeserializer {
  _readHostObject(): unknown {
    return this.readUint32() === VIEW ? VIEW_READER._readHostObject.call(this) : (this.readValue() as unknown);
  }
}
