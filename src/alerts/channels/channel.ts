import type { ChannelName } from "../../core/names/channels.ts";
import type { AlertMessage } from "../message/alert-message.ts";

export interface DeliveryOptions {
  /** Gives the try up at once; it counts as failed and may be tried again. */
  readonly signal: AbortSignal;
  /** The same for every try of one message, so that a receiver can tell a repetition. */
  readonly idempotencyKey: string;
  /** Receivers that an earlier try has reached: they do not get it again. Default: none. */
  readonly reached?: readonly string[];
  /** Receivers that were refused for good: they are not tried again. Default: none. */
  readonly refused?: readonly string[];
}

/** How one try ended. Plain JSON. Texts never hold a secret. */
export type Delivery = { readonly ok: true } | DeliveryFailure;

export interface DeliveryFailure {
  readonly ok: false;
  /** False when another try cannot help: the address or the message is refused. */
  readonly retryable: boolean;
  /** What the receiver asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Receivers that this try has reached, where there are several and only some were refused. */
  readonly reached?: readonly string[];
  /** Receivers that were refused for good, where another try may reach the others, or all others were reached. */
  readonly refused?: readonly string[];
  readonly error: string;
}

/** A way to reach people. */
export interface Channel {
  readonly name: ChannelName;
  /** Why it cannot be used (`not configured: set SLACK_WEBHOOK_URL`), or null when it can. */
  readonly unavailable: string | null;
  /** Tries once, ends within the channel's time-out, and never throws. */
  deliver(message: AlertMessage, options: DeliveryOptions): Promise<Delivery>;
}

/** Stands where a channel lacks its settings: delivers nothing and says why. */
export function unavailableChannel(name: ChannelName, reason: string): Channel {
  const failure: DeliveryFailure = { ok: false, retryable: false, error: `${name}: ${reason}` };
  return { name, unavailable: reason, deliver: () => Promise.resolve(failure) };
}
