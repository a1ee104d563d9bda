import { int4Array, int8Array, textArray } from "../binary-array.ts";
import type { Transaction } from "../connection/transaction.ts";
import type { AttemptId } from "../run/attempts.ts";

/** What an attempt takes of a limit. */
export interface SlotNeed {
  readonly name: string;
  readonly slots: number;
  readonly memoryMb: number;
}

/** Writes down what running attempts take. Expects the locks on the limits. */
export async function holdSlots(
  transaction: Transaction,
  held: readonly { readonly attemptId: AttemptId; readonly needs: readonly SlotNeed[] }[],
): Promise<void> {
  const rows = held.flatMap(({ attemptId, needs }) => needs.map((need) => ({ attemptId, ...need })));
  if (rows.length === 0) return;
  await transaction.query({
    name: "hold-slots",
    text: `
      insert into held_slot (attempt_id, name, slots, memory_mb)
      select * from unnest($1::int8[], $2::text[], $3::int4[], $4::int4[])`,
    values: [
      int8Array(rows.map((row) => row.attemptId)),
      textArray(rows.map((row) => row.name)),
      int4Array(rows.map((row) => row.slots)),
      int4Array(rows.map((row) => row.memoryMb)),
    ],
  });
}
