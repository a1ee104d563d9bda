import { Type } from "typebox";
import { SEVERITIES } from "../../core/names/alarms.ts";
import { CHANNEL_NAMES } from "../../core/names/channels.ts";
import { DURATION_PATTERN } from "../../core/time/duration.ts";
import { duration, map, oneOf } from "./schema-parts.ts";

export const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

export const RUNS_PATTERN = "^([1-9][0-9]{0,2}) (runs?|nights?)$";

const tag = Type.String({ minLength: 1 });
const severity = oneOf(SEVERITIES, {});

function runs(description: string, example: string) {
  return Type.Optional(Type.String({ pattern: RUNS_PATTERN, description, examples: [example] }));
}

const renotify = Type.Optional(
  Type.String({
    pattern: `${DURATION_PATTERN}|^never$`,
    description: "How long after its last message an alarm that goes on is told again, or `never`; 20h unless given.",
    examples: ["20h", "7d", "never"],
  }),
);
const throttle = Type.Optional(
  duration("Least time between two messages of one alarm, whatever happened in between; 1h unless given."),
);

/** What a rule may say besides its condition. */
export const alertKeys = {
  severity: Type.Optional(oneOf(SEVERITIES, { description: "How much it matters; `warning` unless given." })),
  tags: Type.Optional(Type.Array(tag, { description: "For routes, beside the tags of the DAG.", uniqueItems: true })),
  for: runs("In how many runs in a row the condition must hold before anybody is told; 1 unless given.", "2 runs"),
  clear_after: runs("In how many runs in a row it must not hold before the alarm is over; 1 unless given.", "2 runs"),
  over: runs("How many nights `average` is over; 5 unless given.", "10 runs"),
  renotify,
  throttle,
  significant: Type.Optional(
    Type.Boolean({
      description:
        "Only when luck does not explain it: the condition holds wherever PSR says that the Sharpe ratio may lie.",
    }),
  ),
};

const time = (description: string, example: string) =>
  Type.Optional(Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$", description, examples: [example] }));

const quietHours = map(
  {
    from: time("When they begin.", "22:00"),
    to: time("When they end, on the next day when not after `from`.", "07:00"),
    timezone: Type.Optional(
      Type.String({ description: "IANA zone; that of the schedule unless given.", examples: ["Europe/Berlin"] }),
    ),
    days: Type.Optional(
      Type.Array(oneOf(WEEKDAYS, {}), {
        minItems: 1,
        uniqueItems: true,
        description: "On which they begin; all unless given.",
      }),
    ),
    except: Type.Optional(
      Type.Array(severity, { uniqueItems: true, description: "Severities that do not wait; critical unless given." }),
    ),
  },
  { description: "Messages wait for their end, and come as one summary." },
);

const channel = map(
  {
    quiet_hours: Type.Optional(
      Type.Union([oneOf(["none"], { description: "No quiet hours." }), quietHours], {
        description: "Of this channel, in place of those of all; or `none`.",
      }),
    ),
  },
  { description: "What is different for one channel." },
);

const route = map(
  {
    severity: Type.Optional(Type.Array(severity, { minItems: 1, uniqueItems: true, description: "One of these." })),
    tags: Type.Optional(
      Type.Array(tag, { minItems: 1, uniqueItems: true, description: "The rule or its DAG has one of these." }),
    ),
    to: Type.Array(oneOf(CHANNEL_NAMES, {}), { uniqueItems: true, description: "Channels." }),
  },
  { description: "Where rules go that name no channel." },
);

export const notifications = map(
  {
    routes: Type.Optional(
      Type.Array(route, {
        maxItems: 100,
        description: "Every route that fits adds its channels; where none fits, all are used.",
      }),
    ),
    quiet_hours: Type.Optional(quietHours),
    channels: Type.Optional(
      map(Object.fromEntries(CHANNEL_NAMES.map((name) => [name, Type.Optional(channel)])), {
        description: "By channel.",
      }),
    ),
    renotify,
    throttle,
    baseline: Type.Optional(
      Type.String({
        pattern: "^[0-9]{8}_[0-9]{6}_[0-9a-f]{8}$",
        description: "Id of the run that `baseline` means in conditions.",
        examples: ["20260210_083000_5a3b1e00"],
      }),
    ),
  },
  { description: "Where, when and how often alerts are told; of all rules of the DAG." },
);
