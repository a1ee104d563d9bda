import { appendBars, BLOCK, endList, LIST } from "./found-list.ts";
import { type Code, forever, i32, i64, i8x16, leaveIf, local, v128 } from "./wasm-code.ts";
import type { WasmFunction } from "./wasm-module.ts";

const a = local(0);
const b = local(1);
const count = local(2);
const bar = local(3);
const found = local(4);
const flagged = local(5);

/**
 * `listFlags(a, b, count)`: the bars at which either of two columns of bytes is not 0, up to `count` but for what does not
 * fill a block. They are written to the list; the element after the last is the bar at which it stopped.
 *
 * @returns how many were found
 */
export const FLAG_SCAN: WasmFunction = {
  name: "listFlags",
  parameters: ["i32", "i32", "i32"],
  result: "i32",
  locals: ["i32", "i32", "i64"],
  body: [
    found.set(LIST),
    forever(
      leaveIf(i32.gtS(i32.add(bar.get, i32.const(BLOCK)), count.get)),
      flagged.set(i64.or(flagsOf32(0), i64.shl(flagsOf32(32), i64.const(32)))),
      appendBars(flagged, bar, found),
      bar.set(i32.add(bar.get, i32.const(BLOCK))),
    ),
    endList(bar, found),
  ].flat(),
};

/** One bit for each bar, the first one lowest. */
function flagsOf32(from: number): Code {
  return i64.extendI32U(i32.or(flagsOf16(from), i32.shl(flagsOf16(from + 16), i32.const(16))));
}

function flagsOf16(from: number): Code {
  const flags = v128.or(v128.load(i32.add(a.get, bar.get), from), v128.load(i32.add(b.get, bar.get), from));
  return i8x16.bitmask(i8x16.ne(flags, v128.zeros));
}
