import type { DeathCause, LineLevel } from "./messages.ts";
import type { UnitClock } from "./child/unit-clock.ts";

/**
 * What runs inside of a user's process, by the name that is asked for. A module with the export `room` of this type is
 * loaded before any user code; whoever starts the process says which.
 */
export type Room = Readonly<Record<string, RoomHandler>>;

/** @param input what was asked, by structured clone: the asker and the handler agree on its form */
export type RoomHandler = (input: never, context: RoomContext) => unknown;

/** Of one question. */
export interface RoomContext {
  readonly units: UnitClock;
  /** Which built-in function of the runtime user code has replaced in this process, as "Math.max"; null as a rule. */
  readonly runtimeChange: () => string | null;
  /** Fires when the asker gives up; it ends the process some time later. */
  readonly signal: AbortSignal;
  /** Asks a service of the asker's. @throws what the service has thrown */
  call(service: string, ...input: readonly unknown[]): Promise<unknown>;
  /** Ends this process at once, for what it needs is gone: it answers nothing any more. */
  readonly end: (cause: DeathCause, error: unknown) => never;
  /** Writes to the log of whoever asked, at once. */
  log(level: LineLevel, text: string, fields: Readonly<Record<string, unknown>>): void;
}
