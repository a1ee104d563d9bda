/** Instructions of a WebAssembly function as bytes. */
export type Code = readonly number[];

/** Operands come before their operation, as on the machine's stack. */
const operation =
  (...opcode: Code) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), ...opcode];

const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];

export const VALUE_TYPES = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const;
export type ValueType = keyof typeof VALUE_TYPES;

/** A variable of the function, by its index: parameters first. */
export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

export function local(index: number): Local {
  return {
    get: [0x20, ...unsigned(index)],
    set: (value) => [...value, 0x21, ...unsigned(index)],
  };
}

/** A number that was imported, by its index. */
export function imported(index: number): Code {
  return [0x23, ...unsigned(index)];
}

// The names are those of the WebAssembly specification, in camel case.

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  /** Four bytes at the address, which is a multiple of 4. */
  store: (address: Code, value: Code): Code => [...address, ...value, 0x36, 2, 0],
  eqz: operation(0x45),
  gtS: operation(0x4a),
  add: operation(0x6a),
  sub: operation(0x6b),
  or: operation(0x72),
  shl: operation(0x74),
  shrU: operation(0x76),
  wrapI64: operation(0xa7),
};

export const i64 = {
  const: (value: number): Code => [0x42, ...signed(value)],
  eqz: operation(0x50),
  ctz: operation(0x7a),
  sub: operation(0x7d),
  and: operation(0x83),
  or: operation(0x84),
  xor: operation(0x85),
  shl: operation(0x86),
  shrU: operation(0x88),
  extendI32U: operation(0xad),
};

export const f64 = {
  /** The address is a multiple of 8. */
  load: (address: Code): Code => [...address, 0x2b, 3, 0],
  gt: operation(0x64),
};

export const v128 = {
  /** Sixteen bytes from `address + offset` on; the address is a multiple of 8. */
  load: (address: Code, offset: number): Code => [...address, ...simd(0), 3, ...unsigned(offset)],
  zeros: [...simd(12), ...Array.from({ length: 16 }, () => 0)] as Code,
  ones: [...simd(12), ...Array.from({ length: 16 }, () => 0xff)] as Code,
  and: operation(...simd(78)),
  or: operation(...simd(80)),
};

export const f64x2 = { lt: operation(...simd(73)), gt: operation(...simd(74)) };
export const i64x2 = { allTrue: operation(...simd(195)) };
export const i16x8 = { narrowI32x4S: operation(...simd(133)) };

export const i8x16 = {
  ne: operation(...simd(36)),
  /** The bytes of two vectors, numbered from 0 to 31, in the order named. */
  shuffle: (a: Code, b: Code, order: Code): Code => [...a, ...b, ...simd(13), ...order],
  narrowI16x8S: operation(...simd(101)),
  /** The highest bits of the sixteen bytes as a number. */
  bitmask: operation(...simd(100)),
};

/** Repeats its code until a `leaveIf` in it applies. */
export function forever(...code: readonly Code[]): Code {
  const repeat = [0x0c, 0];
  const loop = [0x03, 0x40, ...code.flat(), ...repeat, 0x0b];
  return [0x02, 0x40, ...loop, 0x0b];
}

/** Leaves the `forever` that it stands in. */
export function leaveIf(condition: Code): Code {
  return [...condition, 0x0d, 1];
}

/** A number in the LEB128 form of the specification, in which seven bits of a byte count. */
export function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
