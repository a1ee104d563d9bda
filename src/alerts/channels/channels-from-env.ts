import { CHANNEL_URLS, type ChannelName } from "../../core/names/channels.ts";
import { unavailableChannel, type Channel } from "./channel.ts";
import { emailChannel } from "./email-channel.ts";
import { type MailAddress, mailAddresses } from "./mail-addresses.ts";
import { slackChannel } from "./slack-channel.ts";
import { teamsChannel } from "./teams-channel.ts";
import { webhookChannel } from "./webhook-channel.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export type Channels = Readonly<Record<ChannelName, Channel>>;

/**
 * The channels that the environment configures: `SLACK_WEBHOOK_URL`; `TEAMS_WEBHOOK_URL`; `ALERT_WEBHOOK_URL`, with
 * `ALERT_WEBHOOK_SECRET` to sign; `SMTP_URL`, `ALERT_EMAIL_FROM` and `ALERT_EMAIL_TO` (several with commas, as in a mail
 * header). A channel without its settings, or with unusable ones, is `unavailable`
 * and says why: a bad setting must not fail a run.
 */
export function channelsFromEnv(env: Environment): Channels {
  const { ALERT_WEBHOOK_SECRET: secret = "" } = env;
  const signingSecret = secret === "" ? null : secret;
  return {
    slack: webhookFrom(env, "slack", (webhookUrl) => slackChannel({ webhookUrl })),
    email: emailFrom(env),
    teams: webhookFrom(env, "teams", (webhookUrl) => teamsChannel({ webhookUrl })),
    webhook: webhookFrom(env, "webhook", (url) => webhookChannel({ url, signingSecret })),
  };
}

function webhookFrom(env: Environment, name: ChannelName, open: (url: string) => Channel): Channel {
  const variable = CHANNEL_URLS[name];
  const url = (env[variable] ?? "").trim();
  if (url === "") return notConfigured(name, [variable]);
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    return unavailableChannel(name, `${variable} cannot be used: it must be an https:// address`);
  }
  const { username, password } = new URL(url);
  if (username === "" && password === "") return open(url);
  return unavailableChannel(name, `${variable} cannot be used: an address with a login in it is not sent to`);
}

function emailFrom(env: Environment): Channel {
  const { SMTP_URL: smtpUrl = "", ALERT_EMAIL_FROM: from = "", ALERT_EMAIL_TO: recipients = "" } = env;
  const sender = mailAddresses(from);
  const to = mailAddresses(recipients);
  const missing = [
    ...(smtpUrl === "" ? ["SMTP_URL"] : []),
    ...(sender.length === 0 ? ["ALERT_EMAIL_FROM"] : []),
    ...(to.length === 0 ? ["ALERT_EMAIL_TO"] : []),
  ];
  if (missing.length > 0) return notConfigured("email", missing);
  const [writer] = sender;
  if (typeof sender === "string" || typeof writer !== "object" || sender.length > 1) return noAddress(sender, from);
  if (typeof to === "string") return noAddress(to, recipients);
  return emailChannel({ smtpUrl, from: writer, to });
}

function notConfigured(name: ChannelName, missing: readonly string[]): Channel {
  return unavailableChannel(name, `not configured: set ${missing.join(", ")}`);
}

function noAddress(wrong: string | readonly MailAddress[], text: string): Channel {
  const what =
    typeof wrong === "string"
      ? `"${wrong}" is not an e-mail address`
      : `"${text}" is not an e-mail address: it is several`;
  return unavailableChannel("email", what);
}
