import type { LineLevel } from "./messages.ts";

/** What a question may ask for in turn. What they return crosses by structured clone. */
export type Services = Readonly<Record<string, (...input: never[]) => Promise<unknown>>>;

export interface Question {
  /** Ends the question early: its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Longest time for the whole question in milliseconds; absent: only units and the signal limit it. */
  readonly timeoutMs?: number;
  /** How long the process may go on after its context's signal has fired, in milliseconds. Default 0. */
  readonly graceMs?: number;
  /** What the question may ask for in turn, by name. */
  readonly services?: Services;
  /** Hears of each line that user code prints, with the unit that was being worked on. */
  readonly onLine?: (line: OutputLine) => void;
  /** Hears of each call of the context's `log`. */
  readonly onLog?: (level: LineLevel, text: string, fields: Readonly<Record<string, unknown>>) => void;
}

export interface OutputLine {
  readonly level: LineLevel;
  readonly text: string;
  readonly unit: number | null;
}
