import { AppError } from "../core/errors/app-error.ts";
import { type Document, isMap, lackIn } from "../core/values/document-shape.ts";
import type { DagSpec } from "./dag-spec.ts";

/** Rises with every change of DagSpec that a reader of older specs has to know; `UPGRADES` then says what to make of those. */
const SPEC_VERSION = 1;

/** From a version to the next one. */
const UPGRADES: ReadonlyMap<number, (spec: Document) => Document> = new Map();

/** Kinds of the values that are read without a question; what may be absent is not listed. */
const SPEC = {
  id: "string",
  backtests: "list",
  before: "list",
  after: "list",
  alerts: "list",
  tags: "list",
  retry: "map",
  timeoutMs: "number",
} as const;
const BACKTEST = {
  name: "string",
  needs: "list",
  triggerRule: "string",
  strategy: "map",
  window: "map",
  settings: "map",
  params: "map",
  grid: "map",
  objective: "string",
  volatile: "boolean",
} as const;
const POLICIES = { timezone: "string", missed: "string", overlap: "string" } as const;
const CRON_SCHEDULE = { ...POLICIES, cron: "string" } as const;
const SESSION_SCHEDULE = { ...POLICIES, calendar: "string", at: "map" } as const;

/** A DagSpec in the form in which it is stored. */
export function storedSpec(spec: DagSpec): Document {
  return { specVersion: SPEC_VERSION, ...spec };
}

/**
 * A stored spec as this version of Nightgrid knows it. The only way to one: nothing in it is undefined that the types say is there.
 *
 * @throws AppError DAG_VERSION_UNREADABLE when a newer version has written it, or something else
 */
export function readStoredSpec({ hash, dagId, spec }: StoredVersion): DagSpec {
  const found = isMap(spec) ? (spec["specVersion"] ?? 1) : null;
  if (!isMap(spec) || typeof found !== "number") throw unreadable({ hash, dagId }, "it is no spec");
  if (found > SPEC_VERSION) {
    throw unreadable({ hash, dagId }, `it has the format ${found}, and this one reads up to ${SPEC_VERSION}`);
  }
  let { specVersion: _, ...document }: Document = spec;
  for (let version = found; version < SPEC_VERSION; version++) document = UPGRADES.get(version)?.(document) ?? document;
  const lack = lackOf(document);
  if (lack !== null) throw unreadable({ hash, dagId }, `${lack} is not what it should be`);
  return document as unknown as DagSpec;
}

/** The same; null when it cannot be read, for those who go on without. */
export function readableSpec(version: StoredVersion): DagSpec | null {
  try {
    return readStoredSpec(version);
  } catch (error) {
    if (error instanceof AppError && error.code === "DAG_VERSION_UNREADABLE") return null;
    throw error;
  }
}

interface StoredVersion {
  readonly hash: string;
  readonly dagId: string;
  readonly spec: unknown;
}

/** Path of the first value that is missing or of another kind; null when all is there. */
function lackOf(spec: Document): string | null {
  const own = lackIn(spec, SPEC);
  if (own !== null) return own;
  const { schedule = null, backtests } = spec;
  if (schedule !== null) {
    const lack = isMap(schedule) ? lackIn(schedule, scheduleKinds(schedule), "schedule.") : "schedule";
    if (lack !== null) return lack;
  }
  for (const [i, backtest] of (backtests as readonly unknown[]).entries()) {
    const lack = isMap(backtest) ? lackIn(backtest, backtestKinds(backtest), `backtests[${i}].`) : `backtests[${i}]`;
    if (lack !== null) return lack;
  }
  return null;
}

/** A script has data of its own. */
function backtestKinds({
  strategy,
}: Document): Readonly<Record<string, "string" | "list" | "map" | "number" | "boolean">> {
  return isMap(strategy) && strategy["kind"] === "script" ? BACKTEST : { ...BACKTEST, data: "map" };
}

function scheduleKinds(schedule: Document): typeof CRON_SCHEDULE | typeof SESSION_SCHEDULE {
  return "calendar" in schedule ? SESSION_SCHEDULE : CRON_SCHEDULE;
}

function unreadable({ hash, dagId }: Omit<StoredVersion, "spec">, why: string): AppError {
  const message = `The version ${hash.slice(0, 12)} of the DAG ${dagId} was stored by another version of Nightgrid: ${why}.`;
  return new AppError("DAG_VERSION_UNREADABLE", message, {
    hint: "Use the newest Nightgrid on every host; `nightgrid up` reads the file anew once the file is saved again.",
  });
}
