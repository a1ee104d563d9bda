import type { ParamSpecs } from "../core/values/params.ts";
import type { CallbackRef } from "./dag-spec.ts";
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

interface StrategyCatalogue {
  readonly names: readonly string[];
  builtin(name: string): KnownStrategy | undefined;
  /** @param path absolute @throws AppError when the module cannot be loaded or exports no strategy of that name */
  load(path: string, exportName: string): Promise<KnownStrategy>;
}

export interface KnownStrategy {
  readonly name: string;
  /** Every parameter that may be given, the trade parameters too; in the order that cells show. */
  readonly params: ParamSpecs;
  /** Whether it trades several symbols on one account; the others trade one. */
  readonly isPanel: boolean;
}

interface CallbackCatalogue {
  /** Of the built-ins. */
  readonly names: readonly string[];
  /** What is wrong with a built-in's options, or with a module that exists. `timeout` has been taken out of the options. */
  check(ref: CallbackRef, options: Readonly<Record<string, unknown>>): Promise<readonly CallbackProblem[]>;
}

interface CallbackProblem {
  /** Null when the callback as a whole is the problem. */
  readonly option: string | null;
  readonly message: string;
}
