import { Type, type Static } from "typebox";
import { CHANNEL_NAMES } from "../../core/names/channels.ts";
import { ALERT_KINDS, DELIVERY_STATES } from "../../core/names/states.ts";
import { count, list, nullable, object, oneOf, text } from "./parts.ts";

export const AlertSchema = object({
  rule: text("name of the rule; of a notice its title"),
  kind: oneOf(ALERT_KINDS, "`undecided`: a metric of its condition is undefined"),
  text: text("what it says"),
  channels: list(
    object({
      channel: text("where to"),
      state: oneOf(DELIVERY_STATES, "what became of it"),
      attempts: count("how often it was tried"),
      error: nullable(Type.String(), "what the channel said last"),
    }),
    "its deliveries",
  ),
});
export type AlertJson = Static<typeof AlertSchema>;

export const AlertsSchema = object({
  run_id: text("the run"),
  alerts: list(AlertSchema, "in the order in which they were raised"),
});

export const SampleAlertSchema = object({
  channels: list(
    object({
      channel: oneOf(CHANNEL_NAMES, "where to"),
      state: oneOf(["delivered", "failed", "not_configured"] as const, "what became of it"),
      error: nullable(Type.String(), "why it failed, or what is to be configured"),
    }),
    "one per channel that was tried",
  ),
});
export type SampleDeliveryJson = Static<typeof SampleAlertSchema>["channels"][number];
