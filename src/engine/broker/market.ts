import type { Broker } from "./broker.ts";

/** How a profile treats the orders of a strategy that acts bar by bar. */
export interface Market {
  readonly broker: Broker;
  /** The account is ruined: nothing is traded any more. */
  readonly hasEnded: boolean;
  /** Lets one bar happen, from its open to its close: fills what waits, watches what is held. */
  playBar(bar: number): void;
  /** After the strategy has spoken at the close of a bar: fills what is filled at that same close. */
  endBar(bar: number): void;
  /** After the last bar: closes what is held when the rules say so. */
  finish(): void;
}
