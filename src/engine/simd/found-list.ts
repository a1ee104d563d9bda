import { type Code, forever, i32, i64, imported, leaveIf, type Local } from "./wasm-code.ts";

/** Bars that are looked at together: one bit each in a number of 64 bits. */
export const BLOCK = 64;

/** Where the list of the bars that were found begins: the module's only imported number. */
export const LIST = imported(0);

/** Appends the bar of each bit that is 1, the lowest first, to the list that ends at `found`. `bits` are used up. */
export function appendBars(bits: Local, bar: Local, found: Local): Code {
  return forever(
    leaveIf(i64.eqz(bits.get)),
    i32.store(found.get, i32.add(bar.get, i32.wrapI64(i64.ctz(bits.get)))),
    found.set(i32.add(found.get, i32.const(4))),
    bits.set(i64.and(bits.get, i64.sub(bits.get, i64.const(1)))),
  );
}

/** Writes behind the list the bar at which the scan stopped, and leaves the number of bars in the list. */
export function endList(bar: Local, found: Local): Code {
  return [...i32.store(found.get, bar.get), ...i32.shrU(i32.sub(found.get, LIST), i32.const(2))];
}
