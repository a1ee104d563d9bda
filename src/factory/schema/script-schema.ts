import { Type, type Static } from "typebox";
import { CALENDAR_NAMES } from "../../calendar/calendar-names.ts";
import { ISOLATIONS, PROGRAM_PRIORITIES } from "../../core/spec/script-spec.ts";
import { MEMORY_PATTERN } from "../../core/values/memory-size.ts";
import { outputs } from "./outputs-schema.ts";
import { duration, map, oneOf } from "./schema-parts.ts";

// What a backtest has whose cells are runs of a program.

const text = Type.String({ minLength: 1 });

/** Of a script that says nothing of them. */
export const USUAL_RESOURCES = {
  memory: "4GiB",
  timeout: "1h",
  priority: "low",
  isolation: "normal",
  max_log: "64MB",
  grace: "5s",
} as const;

const resources = map(
  {
    memory: Type.String({
      pattern: MEMORY_PATTERN,
      description: "Of all processes of one cell together; more, and the cell is ended.",
      default: USUAL_RESOURCES.memory,
      examples: ["512MB", "4GiB"],
    }),
    timeout: duration("Longest time of one cell.", { default: USUAL_RESOURCES.timeout }),
    priority: oneOf(PROGRAM_PRIORITIES, {
      description: "`low` computes and reads the disk when nobody else wants to.",
      default: USUAL_RESOURCES.priority,
    }),
    isolation: oneOf(ISOLATIONS, {
      description:
        "`strict`: in a namespace of its own, which nothing that it starts can leave. Only on hosts that allow it.",
      default: USUAL_RESOURCES.isolation,
    }),
    max_log: Type.String({
      pattern: MEMORY_PATTERN,
      description: "Of execution.log; past it the older half is kept in execution.log.1 and then dropped.",
      default: USUAL_RESOURCES.max_log,
    }),
    grace: duration("Between the request to end (SIGTERM) and the end by force.", { default: USUAL_RESOURCES.grace }),
  },
  { description: "What one cell of a script may take." },
);
export type WrittenResources = Static<typeof resources>;

export const scriptKeys = {
  script: Type.Optional(
    Type.String({
      minLength: 1,
      description: "Instead of a strategy: any program, untouched. A file next to the DAG.",
      examples: ["./scripts/strategy_analyzer.py"],
    }),
  ),
  command: Type.Optional(
    Type.Array(text, {
      minItems: 1,
      maxItems: 100,
      description:
        "How the script is started, word by word and without a shell; by its shebang or its extension unless given. {script}, {args}, {output_dir}, {start_date}, {end_date}, {run_id} and {cell} are filled in.",
      examples: [["python3", "-O", "{script}"]],
    }),
  ),
  inputs: Type.Optional(
    Type.Array(text, {
      maxItems: 1000,
      description: "Files that the results of a script depend on, as globs from the folder of this file.",
      examples: [["../data/**/*.csv"]],
    }),
  ),
  outputs: Type.Optional(outputs),
  calendar: Type.Optional(
    oneOf(CALENDAR_NAMES, {
      description: "Whose trading days the pnl.csv of a script must have; that of the schedule unless given.",
    }),
  ),
  resources: Type.Optional(resources),
};
