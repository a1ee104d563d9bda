import type { ParamSpec } from "./param-spec.ts";

/** What is declared of one value that a file gives by name: of an option of a callback, say. */
export type OptionSpec = ParamSpec | TextOption | TextsOption | ChoicesOption;

export interface TextOption {
  readonly kind: "text";
  /** Null: the option must be given. */
  readonly default: string | null;
  /** Why a text cannot be used, as half a sentence ("must be a plain file name"), or null. */
  readonly problem?: (text: string) => string | null;
  readonly description?: string;
}

/** Any number of texts; a single one may stand without a list. */
export interface TextsOption {
  readonly kind: "texts";
  readonly default: readonly string[];
  readonly description?: string;
}

/** Any number of the choices; a single one may stand without a list. */
export interface ChoicesOption {
  readonly kind: "choices";
  readonly default: readonly string[];
  readonly choices: readonly string[];
  readonly description?: string;
}

/** A value of any other shape, with its own test. */
export interface CheckedOption {
  readonly kind: "checked";
  /** Whether it must be given; it has no default. */
  readonly isRequired: boolean;
  readonly fits: (value: unknown) => boolean;
  /** What it must be, as half a sentence with an example ("must be a number above 0 such as 252"). */
  readonly problem: string;
  readonly description?: string;
}

/** A value that may be left out. @param problem what it must be, as half a sentence with an example */
export function checked(problem: string, fits: CheckedOption["fits"]): CheckedOption {
  return { kind: "checked", isRequired: false, fits, problem };
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export type OptionValue = number | string | boolean | readonly string[];

type ValueOf<S> = S extends { kind: "int" | "float" }
  ? number
  : S extends { kind: "bool" }
    ? boolean
    : S extends { kind: "choices" | "texts" }
      ? readonly string[]
      : string;

/** The options as the callback gets them: every declared name, defaults filled in. */
export type OptionsOf<S extends OptionSpecs> = { readonly [K in keyof S]: ValueOf<S[K]> };
