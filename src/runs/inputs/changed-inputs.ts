import { isMap } from "../../core/values/document-shape.ts";
import type { ResultInputs } from "../../store/inputs/result-inputs.ts";
import { differencesBetween } from "../query/compare/differences.ts";

/** What of a result can be another one; in the order in which it is told. */
export const INPUT_KINDS = [
  "code",
  "engine",
  "data",
  "symbols",
  "dates",
  "params",
  "costs",
  "execution",
  "capital",
  "seed",
  "settings",
  "volatile",
  "other",
] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

/** A part of the name of a result that is not what it was. */
export interface InputChange {
  readonly kind: InputKind;
  /** `settings.costs.commission_bps`, `snapshot`, `code` */
  readonly path: string;
  /** Null where there is none. */
  readonly before: unknown;
  readonly after: unknown;
}

/** By the first names of its path, the longest that is listed: names of executors, as they give them to `nameBase`. */
const KIND_OF: Readonly<Record<string, InputKind>> = {
  code: "code",
  script: "code",
  export: "code",
  engine: "engine",
  outputs_version: "engine",
  snapshot: "data",
  symbols: "symbols",
  window: "dates",
  "settings.costs": "costs",
  "settings.execution": "execution",
  "settings.initial_capital": "capital",
  "settings.seed": "seed",
  settings: "settings",
  volatile: "volatile",
};

/** Value by value, by kind and then by path. */
export function changedInputs(
  before: Pick<ResultInputs, "parts">,
  after: Pick<ResultInputs, "parts">,
): readonly InputChange[] {
  const isSame = hasSameBars(before, after);
  const differences = differencesBetween([before.parts, after.parts]).filter(
    // The hash of what is read says nothing to people; nor is a snapshot that differs elsewhere a change.
    ({ path }) => path !== "data" && !(isSame && path === "snapshot"),
  );
  const changes = differences.map(({ path, values: [old = null, now = null] }) => ({
    kind: kindOf(path),
    path,
    before: old,
    after: now,
  }));
  const place = ({ kind }: InputChange): number => INPUT_KINDS.indexOf(kind);
  return changes.toSorted((a, b) => place(a) - place(b));
}

/** Whether what is read of the data is the same, whatever the snapshots are. False where it is not known. */
export function hasSameBars(before: Pick<ResultInputs, "parts">, after: Pick<ResultInputs, "parts">): boolean {
  const read = partOf(before, "data");
  return read !== null && read === partOf(after, "data");
}

function kindOf(path: string): InputKind {
  const steps = path.split(".");
  for (let count = steps.length; count > 0; count--) {
    const kind = KIND_OF[steps.slice(0, count).join(".")];
    if (kind !== undefined) return kind;
  }
  return "other";
}

/** What of all inputs of a run `base` alone says nothing of, as far as it is known. */
export function partOf({ parts }: Pick<ResultInputs, "parts">, name: string): unknown {
  return isMap(parts) && Object.hasOwn(parts, name) ? parts[name] : null;
}
