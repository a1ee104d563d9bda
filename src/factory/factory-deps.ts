import type { ToldStudy } from "../core/spec/study-spec.ts";
import type { CallbackCatalogue } from "../core/spec/callback-spec.ts";
import type { DataSpec } from "../core/spec/data-spec.ts";
import type { KnownStrategy } from "../engine/kinds/known-strategy.ts";
import type { EnvironmentVariables } from "./yaml/interpolate.ts";

/** Everything outside that a DAG file can refer to. The factory itself reads nothing. */
export interface FactoryDeps {
  /** The environment; read only for `${env:…}`, `${secret:…}` and the thresholds of the default alerts. */
  readonly env: EnvironmentVariables;
  /** @throws AppError FILE_NOT_FOUND, FILE_NOT_REGULAR, FILE_TOO_LARGE, FILE_UNREADABLE */
  readText(path: string): Promise<string>;
  /** Whether there is anything of that name, be it a link that leads nowhere. */
  exists(path: string): Promise<boolean>;
  /**
   * That a DAG file may read a file.
   *
   * @throws AppError FILE_NOT_FOUND, FILE_NOT_REGULAR, FILE_OUTSIDE_PROJECT, FILE_UNREADABLE
   */
  checkFile(path: string, dagFile: string): Promise<void>;
  /** What time it is: a calendar that ends soon is warned of. */
  now(): Date;
  readonly strategies: StrategyCatalogue;
  readonly callbacks: CallbackCatalogue;
  /** Names of the data catalogue. */
  readonly datasets: readonly string[];
  /** Where prices can be fetched from. What was fetched, the factory does not know: it has no database. */
  readonly sources: readonly PriceSource[];
  /**
   * The files that are read for data, without reading them.
   *
   * @throws AppError as every run would that asks for them; `details.key` names the key of `data` that is at fault
   */
  resolveData(data: DataSpec): Promise<readonly DataFile[]>;
  /** Why an alert's `when` cannot be evaluated, and the way out; null when it can. */
  alertConditionProblem(
    when: string,
    use: ConditionUse,
  ): { readonly message: string; readonly hint: string | null } | null;
}

/** What else the file says that a condition must fit to. */
export interface ConditionUse {
  /** The rule is held against the range of the Sharpe ratio. */
  readonly isSignificant: boolean;
  /** The file names a run that `baseline` means. */
  readonly hasBaseline: boolean;
  /** A backtest of the file is a script, which may report metrics of any name. */
  readonly hasScript: boolean;
  /** Of the first backtest, which conditions read. */
  readonly studies: readonly ToldStudy[];
}

interface StrategyCatalogue {
  readonly names: readonly string[];
  builtin(name: string): KnownStrategy | undefined;
  /** @param path absolute @throws AppError when the module cannot be loaded or exports no strategy of that name */
  load(path: string, exportName: string): Promise<KnownStrategy>;
}

export interface PriceSource {
  readonly name: string;
  /** Null while its settings are wrong. */
  readonly timeframes: readonly string[] | null;
  /** Whether it tells splits and dividends; null where only running it would tell. */
  readonly hasActions: boolean | null;
}

export interface DataFile {
  readonly symbol: string;
  /** Absolute. */
  readonly file: string;
}
