/** One value of a strategy parameter. */
export type ParamValue = number | string | boolean;

/** A whole parameter combination: what a cell is computed with. */
export type Params = Readonly<Record<string, ParamValue>>;

/** What a strategy declares of one parameter; validated before anything runs. */
export type ParamSpec = NumberParam | BooleanParam | ChoiceParam;

export interface NumberParam {
  readonly kind: "int" | "float";
  readonly default: number;
  /** Inclusive. */
  readonly min?: number;
  /** Inclusive. */
  readonly max?: number;
  /** Absent unless given: the default is not filled in, it only says what absence amounts to. */
  readonly optional?: boolean;
  /** Where a number of one is easily taken for the other: 5 of `percent` and 0.05 of `fraction` are 5 %. */
  readonly unit?: "percent" | "fraction";
  readonly description?: string;
}

export interface BooleanParam {
  readonly kind: "bool";
  readonly default: boolean;
  /** Absent unless given: the default is not filled in, it only says what absence amounts to. */
  readonly optional?: boolean;
  readonly description?: string;
}

export interface ChoiceParam {
  readonly kind: "choice";
  readonly default: string;
  readonly choices: readonly string[];
  /** Absent unless given: the default is not filled in, it only says what absence amounts to. */
  readonly optional?: boolean;
  readonly description?: string;
}

export type ParamSpecs = Readonly<Record<string, ParamSpec>>;

/** Why a value does not fit a parameter, as half a sentence ("must be at least 2"), or null when it fits. */
export function paramProblem(spec: ParamSpec, value: unknown): string | null {
  switch (spec.kind) {
    case "bool":
      return typeof value === "boolean" ? null : "must be true or false";
    case "choice":
      return spec.choices.includes(value as string) ? null : `must be one of ${spec.choices.join(", ")}`;
    case "int":
    case "float":
      return numberProblem(spec, value);
  }
}

function numberProblem(spec: NumberParam, value: unknown): string | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return "must be a finite number";
  if (spec.kind === "int" && !Number.isSafeInteger(value)) return "must be a whole number";
  if (spec.min !== undefined && value < spec.min) return `must be at least ${spec.min}`;
  if (spec.max !== undefined && value > spec.max) return `must be at most ${spec.max}`;
  return null;
}
