import type {
  BarsPage,
  BarsRequest,
  CorporateAction,
  FoundInstrument,
  SourceAnswer,
  SourceRequest,
  SupplyRow,
} from "../source.ts";
import type { OwnFacts } from "./own-facts.ts";

/** Which code a source is: a file of the project, or an exchange of the package ccxt, whose main file is `entry`. */
export type OwnCode =
  | { readonly kind: "module"; readonly path: string }
  | { readonly kind: "ccxt"; readonly exchange: string; readonly entry: string; readonly version: string };

/** What every question about prices brings along. */
export interface AskedOfSource {
  readonly code: OwnCode;
  readonly name: string;
  /** Milliseconds. */
  readonly now: number;
  /** The variables that it may read and that are set. */
  readonly env: Readonly<Record<string, string>>;
}

/** Questions and answers of the processes that users' sources run in. */
export interface OwnQuestions {
  readonly describe: { readonly ask: { readonly code: OwnCode }; readonly answer: OwnFacts };
  /** Pages come by the service `page`. */
  readonly bars: { readonly ask: AskedOfSource & { readonly request: BarsRequest }; readonly answer: undefined };
  readonly search: {
    readonly ask: AskedOfSource & { readonly text: string };
    readonly answer: readonly FoundInstrument[];
  };
  readonly symbolOf: {
    readonly ask: AskedOfSource & { readonly text: string };
    readonly answer: FoundInstrument | null;
  };
  readonly actions: {
    readonly ask: AskedOfSource & { readonly request: BarsRequest };
    readonly answer: readonly CorporateAction[];
  };
  readonly supply: {
    readonly ask: AskedOfSource & { readonly request: Pick<BarsRequest, "instrument"> };
    readonly answer: readonly SupplyRow[];
  };
}

/** What its code may ask for in turn. */
export interface OwnServices {
  get(request: SourceRequest): Promise<SourceAnswer>;
  pause(ms: number): Promise<void>;
  note(text: string): Promise<void>;
  /** Resolves when it is kept. */
  page(page: BarsPage): Promise<void>;
}
