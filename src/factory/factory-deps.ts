import type { ParamSpecs } from "../core/params.ts";
import type { EnvironmentVariables } from "./yaml/interpolate.ts";

/** Everything outside that a DAG file can refer to. The factory itself reads nothing. */
export interface FactoryDeps {
  /** The environment; read only for `${env:…}`, `${secret:…}` and the thresholds of the default alerts. */
  readonly env: EnvironmentVariables;
  /** @throws when the file does not exist or cannot be read */
  readText(path: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  readonly strategies: StrategyCatalogue;
  readonly callbacks: CallbackCatalogue;
  /** Names of the data catalogue. */
  readonly datasets: readonly string[];
  /** Why an alert's `when` cannot be evaluated, as a sentence; null when it can. */
  alertConditionProblem(when: string): string | null;
}

export interface StrategyCatalogue {
  readonly names: readonly string[];
  builtin(name: string): KnownStrategy | undefined;
  /** @param path absolute @throws AppError when the module cannot be loaded or exports no strategy of that name */
  load(path: string, exportName: string): Promise<KnownStrategy>;
}

export interface KnownStrategy {
  readonly name: string;
  /** Every parameter that may be given; in the order that cells show. */
  readonly params: ParamSpecs;
  /** Of these, the ones that stay unset unless given: they override settings of the block. */
  readonly unsetParams?: readonly string[];
}

export interface CallbackCatalogue {
  readonly builtins: readonly BuiltinCallback[];
  /** @param path absolute @returns why the module has no such callback, as a sentence, or null */
  check(path: string, exportName: string): Promise<string | null>;
}

export interface BuiltinCallback {
  readonly name: string;
  /** Why these options do not fit, as a sentence, or null. `timeout` has been taken out. */
  optionsProblem?(options: Readonly<Record<string, unknown>>): string | null;
}
