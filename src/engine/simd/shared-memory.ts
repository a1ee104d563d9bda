import { MAX_PAGES } from "./wasm-module.ts";

/** WebAssembly's memory in the one form that is used: shared, so it grows under the views that others hold of it. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

/** What of WebAssembly is used; the compiler's library for it belongs to browsers. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
};

export const PAGE_BYTES = 65_536;
/** Grown by so much at once, since each time costs some microseconds. What is not written to takes no room. */
const GROWTH_PAGES = 64;

/** Memory for the columns of one sweep, which may be posted to other threads; null where there is no room for its addresses. */
export function createSharedMemory(): SharedMemory | null {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES, shared: true });
  } catch {
    return null;
  }
}

/** Whether the memory reaches up to that byte now. */
export function reachTo(memory: SharedMemory, end: number): boolean {
  if (memory.buffer.byteLength >= end) return true;
  try {
    // Another thread may have grown it: growing by nothing takes notice of that.
    memory.grow(0);
    const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE_BYTES);
    const left = MAX_PAGES - memory.buffer.byteLength / PAGE_BYTES;
    if (missing > 0) memory.grow(Math.min(left, Math.max(missing, GROWTH_PAGES)));
    return memory.buffer.byteLength >= end;
  } catch {
    return false;
  }
}
