import type { TaskId } from "../../core/names/ids.ts";
import type { SlotNeed } from "../../store/limits/held-slots.ts";
import type { SlotUse } from "../../store/limits/slot-limits.ts";
import type { LineHead, NewWait } from "../../store/limits/slot-waits.ts";

export interface Asking {
  readonly taskId: TaskId;
  readonly needs: readonly SlotNeed[];
  /** When it asked, less its head start. */
  readonly rankedAt: Date;
}

export interface Admission {
  /** With what each takes: of limits that there are, and never more than there is. */
  readonly admitted: readonly { readonly taskId: TaskId; readonly needs: readonly SlotNeed[] }[];
  /** The others, with the first limit that each found reached. */
  readonly refused: readonly NewWait[];
}

/** The limits as they are while they are locked. */
export interface Lines {
  readonly limits: readonly SlotUse[];
  /** Of each line the first that does not ask now. */
  readonly heads: readonly LineHead[];
}

/**
 * Who may begin, in the order in which they asked. Nobody overtakes in a line, so that one that needs much gets it in the end.
 * One that asks for more than there is takes all there is.
 */
export function admit(asking: readonly Asking[], { limits, heads }: Lines): Admission {
  const rooms = new Map(limits.map((limit) => [limit.name, { ...limit }]));
  const firsts = new Map(heads.map(({ name, rankedAt }) => [name, rankedAt.getTime()]));
  const admitted: { taskId: TaskId; needs: readonly SlotNeed[] }[] = [];
  const refused: NewWait[] = [];
  const inOrder = [...asking].sort((a, b) => a.rankedAt.getTime() - b.rankedAt.getTime());
  for (const { taskId, needs: asked, rankedAt } of inOrder) {
    const needs = asked.flatMap((need) => {
      const room = rooms.get(need.name);
      return room === undefined ? [] : [capped(need, room)];
    });
    const first = (name: string): number => firsts.get(name) ?? Number.POSITIVE_INFINITY;
    const full = needs.find(({ name, ...need }) => first(name) < rankedAt.getTime() || !fits(need, rooms.get(name)));
    if (full !== undefined) {
      refused.push({ taskId, name: full.name });
      firsts.set(full.name, Math.min(first(full.name), rankedAt.getTime() - 1));
      continue;
    }
    for (const { name, slots, memoryMb } of needs) {
      const room = rooms.get(name);
      if (room === undefined) continue;
      rooms.set(name, {
        ...room,
        usedSlots: room.usedSlots + slots,
        usedMemoryMb: room.usedMemoryMb + memoryMb,
      });
    }
    admitted.push({ taskId, needs });
  }
  return { admitted, refused };
}

function capped({ name, slots, memoryMb }: SlotNeed, limit: SlotUse): SlotNeed {
  return {
    name,
    slots: Math.min(slots, Math.max(1, limit.slots)),
    memoryMb: limit.memoryMb === null ? memoryMb : Math.min(memoryMb, limit.memoryMb),
  };
}

function fits({ slots, memoryMb }: Omit<SlotNeed, "name">, room: SlotUse | undefined): boolean {
  if (room === undefined) return true;
  const hasMemory = room.memoryMb === null || room.usedMemoryMb + memoryMb <= room.memoryMb;
  return room.usedSlots + slots <= room.slots && hasMemory;
}
