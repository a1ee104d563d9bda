import { POOL_PREFIX, QUEUE_PREFIX } from "../../core/names/limit-names.ts";
import type { ListedLimit } from "../../store/limits/slot-limits.ts";
import type { PoolJson } from "../schemas/upkeep-schema.ts";

export function poolJson({ name, slots, memoryMb, usedSlots, usedMemoryMb, waiting }: ListedLimit): PoolJson {
  const isQueue = name.startsWith(QUEUE_PREFIX);
  return {
    name: name.slice((isQueue ? QUEUE_PREFIX : POOL_PREFIX).length),
    kind: isQueue ? "queue" : "pool",
    slots,
    used_slots: usedSlots,
    memory_mb: memoryMb,
    used_memory_mb: usedMemoryMb,
    waiting,
  };
}
