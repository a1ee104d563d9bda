import { Environment, ParseError, TypeError as CheckError } from "@marcbachmann/cel-js";
import { AppError, messageOf } from "../errors/app-error.ts";
import { questionAfter } from "../text/suggest-name.ts";
import { nearestName } from "../text/nearest-name.ts";

/** What a name in a condition stands for. `record`: members of any type (`best.sharpe`). */
export type ConditionType = "number" | "string" | "bool" | "record";

export type ConditionNames = Readonly<Record<string, ConditionType>>;

/**
 * A CEL expression that was checked against the names it may use.
 * @see https://cel.dev
 */
export interface Condition {
  readonly source: string;
  /** @throws Error when a member is missing or null, or the types do not fit */
  evaluate(values: Readonly<Record<string, unknown>>): boolean;
}

const CEL_TYPES = { number: "double", string: "string", bool: "bool", record: "map" } as const;

type Arithmetic = (a: number, b: number) => number;
const ARITHMETIC: Readonly<Record<string, Arithmetic>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
};

/**
 * Compiles `source` and checks it against `names`.
 * Numbers are doubles; whole literals mix freely with them (`fast * 2 < slow`), which plain CEL forbids.
 *
 * @throws AppError CONDITION_INVALID on a syntax error, an unknown name or a result that is no truth value; its
 *   details hold `start` and `end`, offsets in `source`, where they are known, and `stranger`, a name that is none of `names`
 *   and like none of them
 */
export function compileCondition(source: string, names: ConditionNames): Condition {
  const environment = environmentFor(names);
  try {
    const program = environment.parse(source);
    const check = program.check();
    if (!check.valid) throw check.error ?? new Error("the expression has no valid type");
    if (check.type !== "bool" && check.type !== "dyn") throw new Error(`it gives a ${check.type}, not true or false`);
    return { source, evaluate: (values) => asBoolean(program(values), source) };
  } catch (error) {
    throw new AppError("CONDITION_INVALID", `"${source}" is not a valid condition: ${firstLine(messageOf(error))}.`, {
      hint: hintFor(source, messageOf(error), Object.keys(names)),
      cause: error,
      details: { ...rangeOf(error), ...strangerOf(messageOf(error), Object.keys(names)) },
    });
  }
}

let operators: Environment | null = null;

/** A clone: registering the operators takes longer than compiling an expression. */
function environmentFor(names: ConditionNames): Environment {
  operators ??= withOperators();
  const environment = operators.clone();
  for (const [name, type] of Object.entries(names)) environment.registerVariable(name, CEL_TYPES[type]);
  return environment;
}

function withOperators(): Environment {
  const environment = new Environment();
  for (const [sign, apply] of Object.entries(ARITHMETIC)) {
    environment.registerOperator(`double ${sign} int`, (a: number, b: bigint) => apply(a, Number(b)));
    environment.registerOperator(`int ${sign} double`, (a: bigint, b: number) => apply(Number(a), b));
  }
  environment.registerOperator("double % double", (a: number, b: number) => a % b);
  environment.registerOperator("double == int", (a: number, b: bigint) => a === Number(b));
  environment.registerOperator("double in list<int>", (a: number, list: readonly bigint[]) =>
    list.some((member) => a === Number(member)),
  );
  return environment;
}

function asBoolean(value: unknown, source: string): boolean {
  if (typeof value !== "boolean") throw new TypeError(`"${source}" gave ${String(value)}, not true or false`);
  return value;
}

/** The mistakes that people bring along from other languages. */
function hintFor(source: string, message: string, known: readonly string[]): string {
  const unknown = unknownName(message);
  const question = unknown === undefined ? null : questionAfter(unknown, known);
  if (question !== null) return question;
  if (/\b(and|or|not)\b/i.test(source)) return "Write && for and, || for or, ! for not.";
  if (/[^=<>!]=[^=]/.test(source)) return "Write == to compare.";
  return `Known names: ${known.join(", ")}. The language is CEL (https://cel.dev).`;
}

function strangerOf(message: string, known: readonly string[]): { readonly stranger?: string } {
  const unknown = unknownName(message);
  return unknown === undefined || nearestName(unknown, known) !== null ? {} : { stranger: unknown };
}

/** The library tells by its message alone. */
function unknownName(message: string): string | undefined {
  return /^Unknown variable: (\w+)/.exec(message)?.[1];
}

function rangeOf(error: unknown): Readonly<Record<string, number>> {
  const range = error instanceof ParseError || error instanceof CheckError ? error.range : undefined;
  return range === undefined ? {} : { start: range.start, end: range.end };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}
