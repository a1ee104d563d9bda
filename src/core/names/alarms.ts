/** How much a rule matters, the least first. */
export const SEVERITIES = ["info", "warning", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Of what a user's callback says, for receivers and quiet hours alike. */
export const NOTICE_SEVERITY = "info" satisfies Severity;

/**
 * `pending`: the condition holds, but not yet in as many runs as `for` asks.
 * `undecided`: the last run had not what the rule asks for, and the alarm does not fire.
 */
export const ALARM_STATES = ["quiet", "pending", "firing", "undecided"] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/** What the end of a run does to an alarm. `held_back`: it fires, and was told too short a while ago to be told again. */
const RUN_EVENTS = [
  "pending",
  "fired",
  "repeated",
  "held_back",
  "muted",
  "acknowledged",
  "undecided",
  "calming",
  "recovered",
  "ended",
  "insignificant",
] as const;
/** What a person does to it. */
const PERSON_EVENTS = ["ack", "ack_ended", "mute", "mute_ended"] as const;

export const ALARM_EVENTS = [...RUN_EVENTS, ...PERSON_EVENTS] as const;
export type AlarmRunEvent = (typeof RUN_EVENTS)[number];
export type AlarmPersonEvent = (typeof PERSON_EVENTS)[number];
export type AlarmEvent = AlarmRunEvent | AlarmPersonEvent;
