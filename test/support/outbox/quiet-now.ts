import type { ChannelName } from "../../../src/core/names/channels.ts";
import type { NotificationsSpec } from "../../../src/factory/dag-spec.ts";

const DAY_MINUTES = 1440;

/** Quiet hours of these channels that began an hour ago and end in two. */
export function quietNow(...channels: readonly ChannelName[]): NotificationsSpec {
  const now = new Date();
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  const hours = {
    fromMinute: (minute - 60 + DAY_MINUTES) % DAY_MINUTES,
    toMinute: (minute + 120) % DAY_MINUTES || DAY_MINUTES,
    timezone: "UTC",
    days: [0, 1, 2, 3, 4, 5, 6],
    except: ["critical"],
  } as const;
  return { baseline: null, quietHours: Object.fromEntries(channels.map((name) => [name, hours])) };
}
