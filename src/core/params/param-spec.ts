/** One value of a strategy parameter. */
export type ParamValue = number | string | boolean;

/** A whole parameter combination: what a cell is computed with. */
export type Params = Readonly<Record<string, ParamValue>>;

/** What a strategy declares of one parameter; validated before anything runs. */
export type ParamSpec = NumberParam | BooleanParam | ChoiceParam | FreeParam;

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

/** Of a program that declares nothing: any value will do. */
export interface FreeParam {
  readonly kind: "free";
  readonly default: ParamValue;
  readonly optional?: boolean;
  readonly description?: string;
}

export type ParamSpecs = Readonly<Record<string, ParamSpec>>;
