import { Type, type Static } from "typebox";
import { ALARM_EVENTS, ALARM_STATES, SEVERITIES } from "../../core/names/alarms.ts";
import { CHANNEL_NAMES } from "../../core/names/channels.ts";
import { ALERT_KINDS, DELIVERY_STATES } from "../../core/names/states.ts";
import { count, flag, instant, list, nullable, object, oneOf, text } from "./parts.ts";

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
      held_until: nullable(instant(""), "the end of the quiet hours that it waits for; null when it waits for none"),
    }),
    "its deliveries",
  ),
});
export type AlertJson = Static<typeof AlertSchema>;

const event = oneOf(ALARM_EVENTS, "what happened to it");

export const SilentEventSchema = object({
  rule: nullable(Type.String(), "name of the rule"),
  subject: nullable(Type.String(), "what it is about: a backtest, or the run"),
  event,
  note: nullable(Type.String(), "why"),
});
export type SilentEventJson = Static<typeof SilentEventSchema>;

export const AlertsSchema = object({
  run_id: text("the run"),
  alerts: list(AlertSchema, "in the order in which they were raised"),
  alarms: list(SilentEventSchema, "what its end did to alarms"),
});

const MuteSchema = object({
  dag: nullable(Type.String(), "null: of all DAGs"),
  rule: nullable(Type.String(), "null: of all rules"),
  by: text("who did it"),
  why: text("what they said"),
  at: instant("when"),
  until: instant("when it ends"),
});
export type MuteJson = Static<typeof MuteSchema>;

const ALARM = {
  alarm: text("`<dag>/<rule>`"),
  dag: text("id of its DAG"),
  rule: text("name of its rule"),
  subject: text("what it is about: a backtest, or the run"),
  state: oneOf(ALARM_STATES, "`pending`: it holds, but not in as many runs yet as `for` asks"),
  severity: oneOf(SEVERITIES, "how much it matters"),
  firing_since: nullable(instant(""), "null when it does not fire"),
  told_at: nullable(instant(""), "when people were told last"),
  reason: nullable(Type.String(), "what holds, with its value"),
  acknowledged: nullable(
    object({
      by: text("who takes care of it"),
      why: nullable(Type.String(), "what they said"),
      at: nullable(instant(""), "when"),
      until: nullable(instant(""), "null: until it is over"),
    }),
    "null when nobody takes care of it",
  ),
  muted: nullable(MuteSchema, "the mute that holds; null for none"),
  last_run: nullable(Type.String(), "the run that moved it last"),
  dag_removed: flag("its file is gone"),
};
export const AlarmSchema = object(ALARM);
export type AlarmJson = Static<typeof AlarmSchema>;

export const AlarmsSchema = object({
  alarms: list(AlarmSchema, "what fires first, then by severity and age"),
  mutes: list(MuteSchema, "that hold now, the latest first"),
});

const AlarmEventSchema = object({
  at: instant("when"),
  event,
  by: nullable(Type.String(), "who did it; null when it was a run"),
  run: nullable(Type.String(), "the run that did it; null when it was a person"),
  note: nullable(Type.String(), "why"),
  until: nullable(instant(""), "of a mute or an acknowledgement"),
});
export type AlarmEventJson = Static<typeof AlarmEventSchema>;

export const AlarmHistoriesSchema = object({
  alarms: list(
    object({ ...ALARM, history: list(AlarmEventSchema, "its last 50 events, the latest first") }),
    "one for each subject of the rule",
  ),
});

const until = nullable(instant(""), "when it ends by itself; null for no such moment");

export const AcknowledgedAlarmSchema = object({
  alarm: text("`<dag>/<rule>`"),
  acknowledged: flag("false when it was taken back"),
  by: text("who did it"),
  until,
});

export const MutedAlarmsSchema = object({
  target: text("`<dag>/<rule>`, `<dag>` or `all`"),
  muted: flag("false when it was taken back"),
  by: text("who did it"),
  until,
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
