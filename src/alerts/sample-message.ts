import { CHANNEL_NAMES } from "../core/names/channels.ts";
import type { AlertMessage } from "./message/alert-message.ts";
import { alertMessage } from "./message/compose-message.ts";
import { sampleFacts } from "./sample-facts.ts";

/** What `nightgrid alerts test` sends. */
export function sampleMessage(): AlertMessage {
  const rule = { name: "sample_alert", when: "best.sharpe < 0.5", to: CHANNEL_NAMES };
  return alertMessage("fired", { rule, verdict: "fired", reason: null }, sampleFacts());
}
