import { type Code, unsigned, VALUE_TYPES, type ValueType } from "./wasm-code.ts";

export interface WasmFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType;
  /** Variables besides the parameters. */
  readonly locals: readonly ValueType[];
  /** Leaves the result behind. */
  readonly body: Code;
}

/** The most pages of 64 KiB that an address of 32 bits reaches. */
export const MAX_PAGES = 65_536;

/** "\0asm" and the version. */
const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/**
 * A WebAssembly module that exports functions. From `host` it imports a shared `memory` and numbers that stay as they are.
 * The layout is that of the specification's binary format.
 */
export function wasmModule(numbers: readonly string[], functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const memoryImport = [...text("host"), ...text("memory"), 0x02, 0x03, ...unsigned(1), ...unsigned(MAX_PAGES)];
  const numberImports = numbers.map((name) => [...text("host"), ...text(name), 0x03, VALUE_TYPES.i32, 0]);
  return Uint8Array.from([
    ...PREAMBLE,
    ...section(
      1,
      functions.map(({ parameters, result }) => [0x60, ...vector(typesOf(parameters)), ...vector(typesOf([result]))]),
    ),
    ...section(2, [memoryImport, ...numberImports]),
    ...section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    ...section(
      7,
      functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]),
    ),
    ...section(10, functions.map(codeOf)),
  ]);
}

function codeOf({ locals, body }: WasmFunction): Code {
  const code = [...vector(locals.map((type) => [1, VALUE_TYPES[type]])), ...body, 0x0b];
  return [...unsigned(code.length), ...code];
}

function typesOf(types: readonly ValueType[]): readonly Code[] {
  return types.map((type) => [VALUE_TYPES[type]]);
}

function section(id: number, entries: readonly Code[]): Code {
  const content = vector(entries);
  return [id, ...unsigned(content.length), ...content];
}

function vector(entries: readonly Code[]): Code {
  return [...unsigned(entries.length), ...entries.flat()];
}

function text(ascii: string): Code {
  return vector(Array.from(ascii, (character) => [character.charCodeAt(0)]));
}
