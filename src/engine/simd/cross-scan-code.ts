import { appendBars, BLOCK, endList, LIST } from "./found-list.ts";
import {
  type Code,
  f64,
  f64x2,
  forever,
  i16x8,
  i32,
  i64,
  i64x2,
  i8x16,
  leaveIf,
  type Local,
  local,
  v128,
} from "./wasm-code.ts";
import type { WasmFunction } from "./wasm-module.ts";

const BYTES = 8;
/** The lower four bytes of each of four numbers of eight bytes. */
const LOWER_HALVES = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];

const a = local(0);
const b = local(1);
const bar = local(2);
const count = local(3);
const aAt = local(4);
const bAt = local(5);
const found = local(6);
const sides = local(7);
const sideBefore = local(8);
const changes = local(9);
const decided = local(10);
const x = local(11);
const y = local(12);
const above = local(13);

/**
 * `listCrossings(a, b, bar, count)`: the bars from `bar` (at least 1) to `count` at which column `a` changes sides
 * with `b`; one bar before the first they are on a side. It stops before the first block of 64 bars in which a pair is
 * equal or has no value, and before what does not fill a block. They are written to the list; the element after the last
 * is the bar at which it stopped.
 *
 * @returns how many were found
 */
export const CROSS_SCAN: WasmFunction = {
  name: "listCrossings",
  parameters: ["i32", "i32", "i32", "i32"],
  result: "i32",
  locals: ["i32", "i32", "i32", "i64", "i64", "i64", "v128", "v128", "v128", "v128"],
  body: [
    found.set(LIST),
    aAt.set(i32.add(a.get, i32.shl(bar.get, i32.const(3)))),
    bAt.set(i32.add(b.get, i32.shl(bar.get, i32.const(3)))),
    sideBefore.set(i64.extendI32U(f64.gt(barBefore(aAt), barBefore(bAt)))),
    forever(
      leaveIf(i32.gtS(i32.add(bar.get, i32.const(BLOCK)), count.get)),
      decided.set(v128.ones),
      sides.set(sidesOfBlock()),
      leaveIf(i32.eqz(i64x2.allTrue(decided.get))),
      // Each bit beside the one before it: they differ where the sides change.
      changes.set(i64.xor(sides.get, i64.or(i64.shl(sides.get, i64.const(1)), sideBefore.get))),
      sideBefore.set(i64.shrU(sides.get, i64.const(BLOCK - 1))),
      appendBars(changes, bar, found),
      aAt.set(i32.add(aAt.get, i32.const(BLOCK * BYTES))),
      bAt.set(i32.add(bAt.get, i32.const(BLOCK * BYTES))),
      bar.set(i32.add(bar.get, i32.const(BLOCK))),
    ),
    endList(bar, found),
  ].flat(),
};

function barBefore(address: Local): Code {
  return f64.load(i32.sub(address.get, i32.const(BYTES)));
}

/** One bit for each bar of the block, the first one lowest: 1 where a is above b. */
function sidesOfBlock(): Code {
  return i64.or(sidesOf32(0), i64.shl(sidesOf32(32), i64.const(32)));
}

function sidesOf32(from: number): Code {
  return i64.extendI32U(i32.or(sidesOf16(from), i32.shl(sidesOf16(from + 16), i32.const(16))));
}

/** Comparisons give 64 bits per bar, all alike: they are halved three times to a byte each, and of it one bit is taken. */
function sidesOf16(from: number): Code {
  return i8x16.bitmask(i8x16.narrowI16x8S(sidesOf8(from), sidesOf8(from + 8)));
}

function sidesOf8(from: number): Code {
  return i16x8.narrowI32x4S(sidesOf4(from), sidesOf4(from + 4));
}

function sidesOf4(from: number): Code {
  return i8x16.shuffle(sidesOf2(from), sidesOf2(from + 2), LOWER_HALVES);
}

function sidesOf2(from: number): Code {
  return [
    x.set(v128.load(aAt.get, from * BYTES)),
    y.set(v128.load(bAt.get, from * BYTES)),
    above.set(f64x2.gt(x.get, y.get)),
    decided.set(v128.and(decided.get, v128.or(above.get, f64x2.lt(x.get, y.get)))),
    above.get,
  ].flat();
}
