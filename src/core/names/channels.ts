/** Where alerts can go. */
export const CHANNEL_NAMES = ["slack", "email", "teams", "webhook"] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** The variable without which nobody is reached, for the channels that a rule without `to` uses only where they are configured. */
export const CHANNEL_URLS = {
  slack: "SLACK_WEBHOOK_URL",
  email: "SMTP_URL",
  teams: "TEAMS_WEBHOOK_URL",
  webhook: "ALERT_WEBHOOK_URL",
} as const satisfies Record<ChannelName, string>;

/** Where a rule without `to` goes: Slack and e-mail always, so that it is seen when they are not configured; others where they are. */
export function usualChannels(isConfigured: (name: ChannelName) => boolean): readonly ChannelName[] {
  return CHANNEL_NAMES.filter((name) => name === "slack" || name === "email" || isConfigured(name));
}
