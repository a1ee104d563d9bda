import type { Clock } from "../core/time/clock.ts";
import type { RunId, TaskId } from "../core/names/ids.ts";
import type { LogFields, Logger, LogLevel } from "../core/log.ts";
import { insertLogLines, type NewLogLine } from "../store/logs.ts";
import type { Database } from "../store/connection/transaction.ts";
import { storableJson } from "../core/text/storable-json.ts";
import { storableText, TEXT_LIMITS } from "../core/text/storable-text.ts";

/** Writes the logs of runs to the database, in bulk and behind the work. */
export interface RunLogs {
  ofRun(runId: RunId): Logger;
  ofTask(runId: RunId, taskId: TaskId): Logger;
  /** When it resolves, all lines so far are in the database, or given up. */
  flush(): Promise<void>;
}

/** Lines wait this long for others. */
const GATHER_MS = 50;
/** What a database that is away may cost in memory; older lines are dropped. */
const MAX_WAITING = 50_000;

/** @param onLost hears why lines could not be written; they are kept for the next try */
export function createRunLogs(deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly mask?: (text: string) => string;
  readonly onLost?: (error: unknown) => void;
}): RunLogs {
  const mask = deps.mask ?? ((text: string) => text);
  let waiting: NewLogLine[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    const lines = waiting;
    waiting = [];
    try {
      await insertLogLines(deps.database, lines);
    } catch (error) {
      waiting = [...lines, ...waiting].slice(-MAX_WAITING);
      deps.onLost?.(error);
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };
  const add = (line: Pick<NewLogLine, "runId" | "taskId">, level: LogLevel, message: string, fields: LogFields) => {
    // Masked before it is cut: half a secret would not be known again.
    const shown = {
      message: storableText(mask(messageText(message)), TEXT_LIMITS.logLine),
      fields: storableFields(fields, mask),
    };
    waiting.push({ ...line, at: deps.clock.now(), level, ...shown });
    timer ??= setTimeout(() => void flush(), GATHER_MS);
  };
  const loggerOf = (runId: RunId, taskId: TaskId | null): Logger => {
    const at =
      (level: LogLevel) =>
      (message: string, fields: LogFields = {}) =>
        add({ runId, taskId }, level, message, fields);
    return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  };
  return { ofRun: (runId) => loggerOf(runId, null), ofTask: loggerOf, flush };
}

const MAX_FIELD_VALUES = 1000;
const MAX_FIELD_DEPTH = 8;

/** User code may hand in anything as fields. */
function storableFields(fields: unknown, change: (text: string) => string): LogFields {
  const limits = { text: TEXT_LIMITS.logField, depth: MAX_FIELD_DEPTH, values: MAX_FIELD_VALUES, change };
  const json = storableJson(fields, limits);
  return typeof json === "object" && json !== null && !Array.isArray(json)
    ? Object.fromEntries(Object.entries(json))
    : { value: json };
}

/** User code without types may log anything. */
function messageText(message: unknown): string {
  return typeof message === "string" ? message : (JSON.stringify(storableJson(message)) ?? "");
}
