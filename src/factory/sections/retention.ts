import {
  FOREVER,
  KEEP_HINT,
  KEPT_KINDS,
  keptMs,
  parseKeepMs,
  type RetentionSpec,
} from "../../core/retention/retention-spec.ts";
import type { DagSpec } from "../dag-spec.ts";
import type { DagFile } from "../schema/dag-schema.ts";
import { reportAt, type Section } from "./section.ts";

/** `retention`: a time for all of a run, or one per kind. */
export function readRetention(section: Section, { retention }: DagFile): Pick<DagSpec, "retention"> {
  if (retention === undefined) return {};
  if (typeof retention === "string") return { retention: { rows: keepMs(section, ["retention"], retention) } };
  const written = KEPT_KINDS.filter((kind) => retention[kind] !== undefined);
  const read: RetentionSpec = Object.fromEntries(
    written.map((kind) => [kind, keepMs(section, ["retention", kind], retention[kind] ?? FOREVER)]),
  );
  refuseOutliving(section, read, retention.rows ?? FOREVER);
  return { retention: read };
}

/** Null for ever, and for what was refused. */
function keepMs(section: Section, steps: readonly string[], text: string): number | null {
  if (text === FOREVER) return null;
  const read = parseKeepMs(text);
  if (read === null) {
    const message = `"${text}" is no time to keep runs for.`;
    reportAt(section, steps, { code: "DAG_VALUE_INVALID", message, hint: KEEP_HINT });
  }
  return read;
}

/** All that a run has goes with its rows. */
function refuseOutliving(section: Section, read: RetentionSpec, rowsText: string): void {
  const { rows = null } = read;
  if (rows === null) return;
  for (const kind of KEPT_KINDS) {
    const kept = keptMs(read, kind);
    if (kind === "rows" || read[kind] === undefined || kept === undefined || (kept !== null && kept <= rows)) continue;
    if (section.problems.some(({ path }) => path === `retention.${kind}`)) continue;
    reportAt(section, ["retention", kind], {
      code: "DAG_VALUE_INVALID",
      message: `${kind} cannot outlive the rows of their run, which go after ${rowsText}.`,
      hint: `Keep rows for as long, or ${kind} for less.`,
    });
  }
}
