import { crc32, deflateRawSync } from "node:zlib";

/** A zip archive of these files, as `zip` writes it. */
export function zip(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(text);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(text), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(Buffer.byteLength(text), 8);
    const nameLength = Buffer.from([name.length, 0, 0, 0]);
    const local = [Buffer.from("504b03041400000008000000000000", "hex").subarray(0, 14), sizes, nameLength];
    locals.push(...local, Buffer.from(name), packed);
    const place = Buffer.alloc(4);
    place.writeUInt32LE(offset);
    const head = Buffer.from("504b0102140014000000080000000000", "hex");
    central.push(head, sizes, nameLength, Buffer.alloc(10), place, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("504b0506", "hex");
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** The sum in the central directory, which begins with `PK\x01\x02`. */
export function wrongSum(archive: Buffer): Buffer {
  archive.writeUInt32LE(1, archive.indexOf("PK\x01\x02") + 16);
  return archive;
}
