import { LOG_LEVELS, type Logger, type LogLevel } from "../../core/log.ts";
import { printableJson, printableLine } from "../../core/text/printable.ts";
import type { Colors } from "../../core/text/colors.ts";
import { colorsFor } from "./colors.ts";
import { writeNote } from "./output.ts";

const PAINT = { debug: "dim", info: "cyan", warn: "yellow", error: "red" } as const satisfies Record<
  LogLevel,
  keyof Colors
>;

export interface ConsoleLoggerOptions {
  /** The least level that is shown. */
  readonly level: LogLevel;
  readonly mask: (text: string) => string;
}

/** Lines on stderr: time (UTC), level, message, fields as JSON. */
export function consoleLogger({ level, mask }: ConsoleLoggerOptions): Logger {
  const least = LOG_LEVELS.indexOf(level);
  const colors = colorsFor(process.stderr);
  const write = (own: LogLevel) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    if (LOG_LEVELS.indexOf(own) < least) return;
    const line = { at: new Date(), level: own, message, ...(fields && { fields }) };
    writeNote(mask(logText(line, colors)));
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

interface LogLine {
  readonly at: Date;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>> | null;
}

/** One log line as people read it, its time in UTC. */
export function logText(line: LogLine, colors: Colors): string {
  const { at, level, message } = line;
  const fields =
    line.fields && Object.keys(line.fields).length > 0
      ? ` ${colors.dim(printableJson(JSON.stringify(line.fields)))}`
      : "";
  const time = at.toISOString().slice(0, 19).replace("T", " ");
  return `${colors.dim(`${time}Z`)} ${colors[PAINT[level]](level.padEnd(5))} ${printableLine(message)}${fields}`;
}
