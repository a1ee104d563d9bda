import { LRUCache } from "lru-cache";
import { createSharedMemory, type SharedMemory } from "../../engine/simd/shared-memory.ts";

/**
 * One memory per sweep, in which its threads keep the indicators that each of them computes for all. The sweeps asked for
 * least recently are forgotten; threads that still compute them keep their memory alive.
 *
 * @param most sweeps that are remembered
 * @returns the memory of a sweep, by the id of its setup; null where there is no room for its addresses
 */
export function sweepMemories(most: number): (setupId: string) => SharedMemory | null {
  const memories = new LRUCache<string, { readonly memory: SharedMemory | null }>({ max: most });
  return (setupId) => {
    const known = memories.get(setupId) ?? { memory: createSharedMemory() };
    memories.set(setupId, known);
    return known.memory;
  };
}
