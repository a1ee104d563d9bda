/** Where a program may say how far it is, a number or JSON per line. */
export const PROGRESS_FD = 3;

/** A program, as a host is told of it. */
export interface HostJob {
  readonly argv: readonly string[];
  /** What of its environment is not yet that of the host. */
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
}

/** How a program has ended, as its host says it. */
export interface HostReport {
  /** 128 and its number for a signal; null: it was not started, since its log cannot be written. */
  readonly exitCode: number | null;
  /** CPU time in milliseconds of all programs that the host has waited for so far; null where it does not say. */
  readonly totalCpuMs: number | null;
}

/** Said once, before the first program. */
export const READY = "ready\n";

/**
 * What a host does: starts one program after the other, as its own children. A part of it waits for the end of descriptor 5,
 * which comes with that of the worker, however it ends, and ends the whole group. Users' texts come line by line and are only ever
 * values, never a part of this text.
 */
export const HOST_SHELL = `trap : TERM INT HUP
line_end='
'
(
  trap '' TERM INT HUP
  exec 3>&- 4>&- <&5
  read -r nothing
  kill -KILL 0
) &
exec 5<&-
echo ready >&4
text=
while IFS= read -r line; do
  value=$text\${line#?}
  text=
  case $line in
  +*) text=$value$line_end ;;
  =*) export "$value" ;;
  -*) set -- "$@" "$value" ;;
  '>'*)
    if command : >>"$value"; then
      ( exec "$@" </dev/null >>"$value" 2>&1 4>&- )
      echo $? >&4
    else
      echo unwritable >&4
    fi
    times >&4
    set --
    ;;
  esac
done`;

/**
 * Environment, words, and the log, which starts it: each text with a sign of what it is, and `+` before lines that go on.
 *
 * @throws Error for a NUL character, which the system has for the end of a text
 */
export function jobText({ argv, env, logFile }: HostJob): string {
  const variables = Object.entries(env).flatMap(([name, value]) =>
    // A shell hands on no others, and would end here.
    VARIABLE.test(name) ? [signed("=", `${name}=${value}`)] : [],
  );
  const text = [...variables, ...argv.map((word) => signed("-", word)), signed(">", logFile)].join("");
  if (text.includes("\0")) throw new Error("A parameter has a NUL character, which no program can be given");
  return text;
}

const VARIABLE = /^[A-Za-z_]\w*$/;

function signed(sign: string, text: string): string {
  const lines = text.split("\n");
  const last = lines.pop() ?? "";
  return `${lines.map((line) => `+${line}\n`).join("")}${sign}${last}\n`;
}

const REPORT = /^(\d{1,3}|unwritable)\n(.*)\n(.*)\n$/;
const LONGEST_REPORT = 256;

/** `partial` until all of it is there; `forged` when it can come from no host. */
export function readReport(text: string): HostReport | "partial" | "forged" {
  const [, code, , children = ""] = REPORT.exec(text) ?? [];
  if (code !== undefined) {
    return { exitCode: code === "unwritable" ? null : Number(code), totalCpuMs: cpuMsOf(children) };
  }
  return text.length > LONGEST_REPORT || text.split("\n").length > 3 ? "forged" : "partial";
}

/** Of the second line that `times` prints, which POSIX gives to the children. */
function cpuMsOf(line: string): number | null {
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) return null;
  return Math.round(
    parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0) * 1000,
  );
}
