/**
 * JSON with arrays of numbers in it, kept to the last bit: `{"$f64": "<base64>"}`, little-endian, and `{"$u8": …}`. Nothing that
 * is read back runs or names code, whoever has written it.
 */
export function encodeTyped(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value, (_, member: unknown) => tagged(member)));
}

/** @throws SyntaxError or RangeError when it is no such JSON */
export function decodeTyped(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString("utf8"), (_, member: unknown) => untagged(member));
}

function tagged(member: unknown): unknown {
  if (member instanceof Float64Array) return { $f64: base64(member) };
  if (member instanceof Uint8Array) return { $u8: base64(member) };
  return member;
}

function base64({ buffer, byteOffset, byteLength }: Float64Array | Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

function untagged(member: unknown): unknown {
  if (typeof member !== "object" || member === null) return member;
  if ("$f64" in member && typeof member.$f64 === "string") return new Float64Array(bytesOf(member.$f64).buffer);
  if ("$u8" in member && typeof member.$u8 === "string") return bytesOf(member.$u8);
  return member;
}

/** In a buffer of its own, so that doubles lie at an address that they may lie at. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, "base64"));
}
