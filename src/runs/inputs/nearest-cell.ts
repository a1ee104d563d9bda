import type { TaskId } from "../../core/names/ids.ts";
import type { Params, ParamValue } from "../../core/params/param-spec.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { batchesOf } from "../../store/sweep/batches.ts";

/** A result whose parameters differ least from those of a cell. */
export interface NearestCell {
  readonly params: Params;
  /** Parameters that are not the same; none when it is the result of just these. */
  readonly changed: readonly ChangedParam[];
}

export interface ChangedParam {
  readonly name: string;
  /** Null where there is none of that name. */
  readonly before: ParamValue | null;
  readonly after: ParamValue | null;
}

/** Results that are looked through. */
const MOST = 1_000_000;

/**
 * Among the results of a base that other sweeps have computed; of equally near ones the first. Null where there are none.
 *
 * @param of the sweep whose cell it is
 */
export async function nearestCell(
  params: Params,
  { base, of }: { readonly base: Uint8Array; readonly of: TaskId },
  database: Database,
): Promise<NearestCell | null> {
  let nearest: NearestCell | null = null;
  let seen = 0;
  for await (const batch of batchesOf(database, base, { notOf: of })) {
    for (const known of batch.params) {
      const changed = changedParams(known, params);
      if (nearest === null || changed.length < nearest.changed.length) nearest = { params: known, changed };
      if (changed.length === 0) return nearest;
    }
    seen += batch.params.length;
    if (seen >= MOST) break;
  }
  return nearest;
}

function changedParams(before: Params, after: Params): readonly ChangedParam[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    const [was, is] = [valueIn(before, name), valueIn(after, name)];
    return was === is ? [] : [{ name, before: was, after: is }];
  });
}

function valueIn(params: Params, name: string): ParamValue | null {
  return Object.hasOwn(params, name) ? (params[name] ?? null) : null;
}
