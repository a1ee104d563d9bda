import type { ParamSpec } from "../../core/values/params.ts";

/** What a callback declares of one option; checked when the DAG file is read. */
export type OptionSpec = ParamSpec | TextOption | ChoicesOption;

export interface TextOption {
  readonly kind: "text";
  /** Null: the option must be given. */
  readonly default: string | null;
  /** Why a text cannot be used, as half a sentence ("must be a plain file name"), or null. */
  readonly problem?: (text: string) => string | null;
  readonly description?: string;
}

/** Any number of the choices; a single one may stand without a list. */
export interface ChoicesOption {
  readonly kind: "choices";
  readonly default: readonly string[];
  readonly choices: readonly string[];
  readonly description?: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export type OptionValue = number | string | boolean | readonly string[];

type ValueOf<S> = S extends { kind: "int" | "float" }
  ? number
  : S extends { kind: "bool" }
    ? boolean
    : S extends { kind: "choices" }
      ? readonly string[]
      : string;

/** The options as the callback gets them: every declared name, defaults filled in. */
export type OptionsOf<S extends OptionSpecs> = { readonly [K in keyof S]: ValueOf<S[K]> };
