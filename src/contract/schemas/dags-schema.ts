import { Type, type Static } from "typebox";
import { SEVERITIES } from "../../core/names/alarms.ts";
import { CHANNEL_NAMES } from "../../core/names/channels.ts";
import { ERROR_CODES } from "../../core/errors/error-codes.ts";
import { count, flag, instant, list, nullable, object, oneOf, text } from "./parts.ts";
import { PausedSchema } from "./run-schema.ts";

const DagSchema = object({
  file: text("from the working folder"),
  id: nullable(Type.String(), "null when the file is broken"),
  state: oneOf(["ok", "error"] as const, "`error`: it cannot be run"),
  tags: list(Type.String(), "as the file has them"),
  cells: nullable(count(""), "of all backtests"),
  schedule: nullable(Type.String(), "as people read it"),
  cron: nullable(Type.String(), "five fields"),
  calendar: nullable(Type.String(), "the exchange whose sessions, or holidays, count"),
  at: nullable(Type.String(), "`close + 30m`"),
  timezone: nullable(Type.String(), "IANA name"),
  next_run: nullable(instant(""), "null when there is none"),
  paused: nullable(PausedSchema, "null unless it is known to be paused: its slots are passed over until then"),
  error: nullable(Type.String(), "the first one, with its place"),
});
export type DagJson = Static<typeof DagSchema>;

export const DagsSchema = object({ dags: list(DagSchema, "by file name") });

export const DiagnosticSchema = object({
  severity: oneOf(["error", "warning"] as const, "only an error keeps a DAG from running"),
  code: oneOf(ERROR_CODES, "[what it means](errors.md)"),
  message: text("the fact"),
  hint: nullable(Type.String(), "what to do"),
  file: text("absolute; not always the DAG file itself, since it may extend others"),
  line: Type.Integer({ minimum: 1, description: "from 1" }),
  column: Type.Integer({ minimum: 1, description: "from 1" }),
});
export type DiagnosticJson = Static<typeof DiagnosticSchema>;

export const ValidationSchema = object({
  files: list(
    object({
      file: text("absolute"),
      id: nullable(Type.String(), "null when the file is broken"),
      valid: flag("it can be run"),
      alerts: list(
        object({
          name: text("of the rule"),
          severity: oneOf(SEVERITIES, "how much it matters"),
          to: list(oneOf(CHANNEL_NAMES, ""), "channels that its messages go to"),
        }),
        "its rules; none when the file is broken",
      ),
      diagnostics: list(DiagnosticSchema, "every problem, in the order of the text"),
    }),
    "in the order in which they were named",
  ),
});

const ExplainedValueSchema = object({
  path: text("`backtest.costs.slippage_bps`, as the merged file has it"),
  value: Type.Unknown({ description: "as it counts; secrets show as `${secret:NAME}`" }),
  origin: Type.Union(
    [
      Type.Literal("default"),
      object({
        file: text("absolute"),
        line: Type.Integer({ minimum: 1, description: "from 1" }),
        column: Type.Integer({ minimum: 1, description: "from 1" }),
      }),
    ],
    { description: 'who gave it; `"default"` when nobody did' },
  ),
});

export const ExplanationSchema = object({ values: list(ExplainedValueSchema, "in the order of the merged file") });
