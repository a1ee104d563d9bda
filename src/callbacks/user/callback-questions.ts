import type { CodeRef } from "../../core/spec/code-ref.ts";
import type { DagView, RunView } from "../callback-context.ts";
import type { OptionProblem } from "../../core/spec/callback-spec.ts";

export type CallbackModule = Extract<CodeRef, { kind: "module" }>;

/** Questions and answers of the processes that users' callbacks run in. */
export interface CallbackQuestions {
  readonly check: {
    readonly ask: { readonly module: CallbackModule; readonly options: Readonly<Record<string, unknown>> };
    readonly answer: readonly OptionProblem[];
  };
  readonly run: { readonly ask: RunQuestion; readonly answer: CallbackOutput };
}

export interface RunQuestion {
  readonly module: CallbackModule;
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly run: RunView;
  readonly dag: DagView;
}

export type CallbackOutput =
  | { readonly kind: "nothing" }
  | { readonly kind: "value"; readonly value: unknown }
  /** It returned something that cannot be passed on, and why. */
  | { readonly kind: "not_json"; readonly problem: string };
