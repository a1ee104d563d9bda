import { isMap } from "../../../core/values/document-shape.ts";
import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { dateOf } from "../answers/checked-actions.ts";
import { ADJUSTMENTS, type Adjustment } from "../source.ts";

/** What is known of a user's source without running it. */
export interface OwnFacts {
  readonly description: string;
  readonly timeframes: readonly string[];
  readonly callsPerMinute: number;
  readonly earliest: string | null;
  readonly maxSpanMs: number | null;
  readonly keyNames: readonly string[];
  readonly settings: readonly string[];
  readonly adjustments: readonly Adjustment[];
  readonly revises: boolean;
  readonly timeoutMs: number;
  readonly methods: readonly OwnMethod[];
}

export const OWN_METHODS = ["search", "symbolOf", "actions", "supply", "classify"] as const;
export type OwnMethod = (typeof OWN_METHODS)[number];

type Read = Readonly<Record<string, unknown>>;

/** With these, its code could write any result. */
const NEVER: ReadonlySet<string> = new Set(["DATABASE_URL", "NODE_OPTIONS"]);
const USUAL = { callsPerMinute: 60, timeoutSeconds: 30 };

/**
 * What an export says of itself.
 *
 * @returns half sentences on what is wrong with it
 */
export function factsOf(exported: unknown): OwnFacts | readonly string[] {
  if (!isMap(exported)) return ["is no source: export default defineSource({ … })"];
  const { timeframes, description, earliest, keyNames = [], settings = [], adjustments = ["raw"] } = exported;
  const problems = [
    typeof exported["bars"] === "function"
      ? []
      : '"bars" must be a function that gives pages: async *bars(request, context) { … }',
    isList(timeframes, isBarLength) ? [] : '"timeframes" must be a list of lengths of bars such as ["1d"]',
    description === undefined || typeof description === "string" ? [] : '"description" must be text',
    numberProblem(exported, "callsPerMinute", [1, 100_000]),
    numberProblem(exported, "maxSpanDays", [1 / 24, 100_000]),
    numberProblem(exported, "timeoutSeconds", [1, 600]),
    earliest === undefined || isDay(earliest) ? [] : '"earliest" must be a day such as "2010-01-04"',
    ...Object.entries({ keyNames, settings }).map(([key, names]) => namesProblem(key, names)),
    isList(adjustments, isAdjustment) ? [] : `"adjustments" must be a list of ${ADJUSTMENTS.join(", ")}`,
    ["boolean", "undefined"].includes(typeof exported["revises"]) ? [] : '"revises" must be true or false',
    ...OWN_METHODS.filter((name) => !["function", "undefined"].includes(typeof exported[name])).map(
      (name) => `"${name}" must be a function`,
    ),
  ].flat();
  return problems.length > 0 ? problems : known(exported);
}

function known(exported: Read): OwnFacts {
  const {
    description = "",
    earliest = null,
    maxSpanDays,
    keyNames = [],
    settings = [],
    adjustments = ["raw"],
  } = exported;
  return {
    description: String(description).slice(0, 300),
    timeframes: exported["timeframes"] as readonly string[],
    callsPerMinute: Math.floor((exported["callsPerMinute"] as number | undefined) ?? USUAL.callsPerMinute),
    earliest: earliest as string | null,
    maxSpanMs: maxSpanDays === undefined ? null : Math.floor(Number(maxSpanDays) * DAY_MS),
    keyNames: keyNames as readonly string[],
    settings: settings as readonly string[],
    adjustments: adjustments as readonly Adjustment[],
    revises: (exported["revises"] as boolean | undefined) ?? true,
    timeoutMs: 1000 * ((exported["timeoutSeconds"] as number | undefined) ?? USUAL.timeoutSeconds),
    methods: OWN_METHODS.filter((name) => typeof exported[name] === "function"),
  };
}

/** Facts as they crossed from a process or were kept in a file; null when they are none. */
export function parseFacts(value: unknown): OwnFacts | null {
  if (!isMap(value)) return null;
  const { methods, maxSpanMs, timeoutMs, earliest, description } = value;
  const isWhole =
    typeof description === "string" &&
    isList(value["timeframes"], isBarLength) &&
    isList(value["adjustments"], isAdjustment) &&
    [value["keyNames"], value["settings"]].every((names) => namesProblem("", names).length === 0) &&
    isAmount(value["callsPerMinute"]) &&
    isAmount(timeoutMs) &&
    (maxSpanMs === null || isAmount(maxSpanMs)) &&
    (earliest === null || isDay(earliest)) &&
    typeof value["revises"] === "boolean" &&
    Array.isArray(methods) &&
    methods.every((name) => OWN_METHODS.some((each) => each === name));
  return isWhole ? (value as unknown as OwnFacts) : null;
}

function isAmount(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

function isList(value: unknown, fits: (each: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.length <= 100 && value.every(fits);
}

function isBarLength(value: unknown): boolean {
  return typeof value === "string" && /^[1-9]\d{0,3}(s|m|h|d|w|M)$/.test(value);
}

function isAdjustment(value: unknown): boolean {
  return ADJUSTMENTS.some((each) => each === value);
}

function isDay(value: unknown): boolean {
  return typeof value === "string" && dateOf(Date.parse(value)) === value;
}

function namesProblem(key: string, names: unknown): readonly string[] {
  if (!Array.isArray(names) || names.length > 20) return [`"${key}" must be a list of names of environment variables`];
  const odd = (names as readonly unknown[]).find(
    (name) => typeof name !== "string" || !/^[A-Za-z_]\w{0,99}$/.test(name),
  );
  if (odd !== undefined) return [`"${key}" must be a list of names of environment variables`];
  const never = (names as readonly string[]).find((name) => NEVER.has(name));
  return never === undefined ? [] : [`"${key}" names ${never}, which no code of users is given`];
}

function numberProblem(exported: Read, key: string, [least, most]: readonly [number, number]): readonly string[] {
  const value = exported[key];
  if (value === undefined || (typeof value === "number" && value >= least && value <= most)) return [];
  return [`"${key}" must be a number of at least ${Math.round(least * 100) / 100} and at most ${most}`];
}
