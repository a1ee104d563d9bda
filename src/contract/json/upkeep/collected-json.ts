import { messageOf } from "../../../core/errors/app-error.ts";
import type { Garbage } from "../../../runs/retention/collect-garbage.ts";
import type { Documents } from "../../documents.ts";

/** @param isDry whether nothing was removed */
export function collectedJson({ collected, failures }: Garbage, isDry: boolean): Documents["collected"] {
  return {
    dry_run: isDry,
    bytes: collected.reduce((sum, { bytes }) => sum + bytes, 0),
    collected: collected.map(({ kind, dagId, count, bytes }) => ({ kind, dag: dagId, count, bytes })),
    failures: failures.map(({ what, error }) => ({ what, message: messageOf(error) })),
  };
}
