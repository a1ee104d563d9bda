import { Type, type Static } from "typebox";
import type { FailureClass } from "../../core/errors/failure-class.ts";
import { PRIORITIES } from "../../core/names/priority.ts";
import { POOL_NAME } from "../../core/names/pool-name.ts";
import { JITTERS } from "../../core/spec/retry-spec.ts";
import { MEMORY_PATTERN } from "../../core/values/memory-size.ts";
import { duration, map, oneOf } from "./schema-parts.ts";

// How the work of a DAG is done: what is tried again, what may go on at a time, what goes first.

const MOST_SLOTS = 1_000_000;

const tries = (description: string) => Type.Integer({ minimum: 0, maximum: 100, description });

const KINDS = {
  exit_code: Type.Optional(tries("Code of your own, or a program, ended with an error.")),
  signal: Type.Optional(tries("A program was ended by a signal, such as a segmentation fault.")),
  timeout: Type.Optional(tries("A callback or a cell took longer than it may.")),
  memory: Type.Optional(tries("It needed more memory than it may; 0 unless given.")),
  lost_worker: Type.Optional(tries("Its worker died: so many may, and it is still tried again; 2 unless given.")),
  database: Type.Optional(tries("The database, or its disk, could not take it.")),
  data: Type.Optional(tries("Data are missing or wrong; 0 unless given.")),
  user: Type.Optional(tries("Code or settings are wrong; 0 unless given.")),
} as const satisfies Record<FailureClass, unknown>;

const LIMIT = tries("How often what failed is tried again.");
const BACKOFF = "Pause before the first retry; doubles with each.";
const MAX_BACKOFF = "Longest pause before a retry.";
const JITTER = "How much of a pause is left to chance: `none`, up to half of it (`equal`), or all of it (`full`).";
const on = map(KINDS, { description: "In place of limit, by what kind of failure it was." });

const exitCodes = Type.Optional(
  Type.Unsafe<Readonly<Record<string, number>>>({
    type: "object",
    propertyNames: { pattern: "^([1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])$" },
    additionalProperties: tries("Tries after the first one."),
    description: "In place of all, by the exit code of a script; 75 (try again) is tried twice again unless given.",
    examples: [{ "75": 5, "3": 0 }],
  }),
);

/** Of a whole DAG. */
export const retry = map(
  {
    limit: Type.Integer({ ...LIMIT, default: 0 }),
    backoff: duration(BACKOFF, { default: "30s" }),
    max_backoff: duration(MAX_BACKOFF, { default: "1h" }),
    jitter: oneOf(JITTERS, { description: JITTER, default: "equal" }),
    on: Type.Optional(on),
    exit_codes: exitCodes,
  },
  { description: "For tasks that fail by accident; a cell that fails by itself is never retried.", default: {} },
);

/** Of one backtest or callback: what it says is put over what the DAG says. */
export const ownRetry = map(
  {
    limit: Type.Optional(LIMIT),
    backoff: Type.Optional(duration(BACKOFF)),
    max_backoff: Type.Optional(duration(MAX_BACKOFF)),
    jitter: Type.Optional(oneOf(JITTERS, { description: JITTER })),
    on: Type.Optional(on),
    exit_codes: exitCodes,
  },
  { description: "Put over the retry of the DAG, by key." },
);
export type OwnRetry = Static<typeof ownRetry>;

export const pool = Type.Union(
  [
    Type.String({ pattern: POOL_NAME, description: "Name of the pool." }),
    map(
      {
        name: Type.String({ pattern: POOL_NAME, description: "Name of the pool." }),
        slots: Type.Integer({
          minimum: 1,
          maximum: MOST_SLOTS,
          description: "Slots that each attempt takes.",
          default: 1,
        }),
        memory: Type.Optional(
          Type.String({
            pattern: MEMORY_PATTERN,
            description: "Memory of the pool that each attempt takes.",
            examples: ["512MB", "4GB"],
          }),
        ),
      },
      { description: "A pool, and what each attempt takes of it." },
    ),
  ],
  { description: "The pool whose slots it needs, `name` or `{ name, slots, memory }`; see `nightgrid pools`." },
);
export type WrittenPool = Static<typeof pool>;

const most = (description: string) => Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_SLOTS, description }));

export const limits = map(
  {
    max_active_runs: most("Runs of the DAG at a time; further ones wait, or follow `overlap`."),
    max_active_tasks: most("Callbacks and ranges of cells of the DAG at a time, over all its runs."),
    max_active_tasks_per_run: most("Callbacks and ranges of cells of one run at a time."),
  },
  { description: "What of this DAG may go on at a time." },
);

export const priority = oneOf(PRIORITIES, {
  description: "What goes first where slots are short: `high`, `normal` or `low`. What waits long enough goes anyway.",
  default: "normal",
});
