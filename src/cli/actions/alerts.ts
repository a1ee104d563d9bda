import type { Channel } from "../../alerts/channels/channel.ts";
import { channelsFromEnv } from "../../alerts/channels/channels-from-env.ts";
import type { AlertMessage } from "../../alerts/message/alert-message.ts";
import { renderTerminal } from "../../alerts/render/render-terminal.ts";
import { sampleMessage } from "../../alerts/sample-message.ts";
import { EXIT } from "../../contract/exit-codes.ts";
import { alertsJson, silentEventsJson } from "../../contract/json/alerts-json.ts";
import type { SampleDeliveryJson } from "../../contract/schemas/alerts-schema.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { CHANNEL_NAMES } from "../../core/names/channels.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { findRun, showRun } from "../../runs/query/show-run.ts";
import { retryUntilConnected } from "../../runs/retry-until-connected.ts";
import type { CommandContext } from "../command-context.ts";
import { openCommandProject } from "../project/open-project.ts";
import { deliveryText } from "../views/delivery-text.ts";
import { alertText, silentText } from "../views/run-text.ts";

const TEST_TIMEOUT_MS = 30_000;

export async function sendSample(to: string | null, { env, output }: CommandContext): Promise<void> {
  const all = Object.values(channelsFromEnv(env));
  const channels = to === null ? all : all.filter(({ name }) => name === to);
  if (channels.length === 0)
    throw new AppError("USAGE", `There is no channel "${to ?? ""}".`, {
      hint: suggestName(to ?? "", CHANNEL_NAMES, { always: `There are ${CHANNEL_NAMES.join(", ")}.` }),
    });
  const message = sampleMessage();
  output.print(renderTerminal(message, { colour: output.colors.isColorSupported }));
  const results = await Promise.all(channels.map((channel) => tryChannel(channel, message)));
  output.json("sample_alert", { channels: results });
  for (const { channel, state, error } of results) output.print(deliveryText(channel, state, error));
  const failed = results.find(({ state }) => state === "failed");
  if (failed === undefined) return;
  if (output.isJson) process.exitCode = EXIT.environment;
  else
    throw new AppError(
      "ALERT_DELIVERY_FAILED",
      `The sample did not get through ${failed.channel}: ${failed.error ?? ""}`,
    );
}

async function tryChannel(channel: Channel, message: AlertMessage): Promise<SampleDeliveryJson> {
  if (channel.unavailable !== null) {
    return { channel: channel.name, state: "not_configured", error: channel.unavailable };
  }
  const idempotencyKey = `test/${crypto.randomUUID()}`;
  const delivery = await channel.deliver(message, { signal: AbortSignal.timeout(TEST_TIMEOUT_MS), idempotencyKey });
  return delivery.ok
    ? { channel: channel.name, state: "delivered", error: null }
    : { channel: channel.name, state: "failed", error: delivery.error };
}

export async function listAlerts(name: string, context: CommandContext): Promise<void> {
  const { output } = context;
  await using project = await openCommandProject(context, "look");
  const { database } = project.deps;
  const read = async () => showRun(database, await findRun(database, name));
  const { run, alerts, alarmEvents } = await retryUntilConnected(read, project.patience);
  output.json("alerts", { run_id: run.id, alerts: alertsJson(alerts), alarms: silentEventsJson(alarmEvents) });
  const lines = alerts.length === 0 ? [`Run ${run.id} has no alerts.`] : alertText(alerts, output);
  for (const line of [...lines, ...silentText(alarmEvents, output)]) output.print(line);
}
