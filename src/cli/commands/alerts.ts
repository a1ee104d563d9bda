import type { Command } from "commander";
import type { Channel } from "../../alerts/channels/channel.ts";
import type { AlertMessage } from "../../alerts/message/alert-message.ts";
import type { SampleDeliveryJson } from "../../contract/schemas/alerts-schema.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

const TEST_TIMEOUT_MS = 30_000;

/** `nightgrid alerts test|list` */
export function addAlertsCommand(program: Command): void {
  const alerts = program.command("alerts").description("alerts: send a sample, list those of a run");
  alerts.addHelpText(
    "after",
    examples(
      ["nightgrid alerts test", "a sample through every configured channel"],
      ["nightgrid alerts test --to slack", "through one of them"],
      ["nightgrid alerts list last", "what a run has sent, and whether it arrived"],
    ),
  );
  alerts
    .command("test")
    .description("send a sample message through the configured channels, and show it")
    .option("--to <channel>", "only through this channel: slack or email")
    .option("--json", "one JSON document")
    .action(async (options: { to?: string; json?: boolean }) =>
      sendSample(options.to ?? null, commandContext(options)),
    );
  alerts
    .command("list")
    .description("list the alerts of a run with their deliveries")
    .argument("[run]", "a run id, a DAG id (its last run), or last", "last")
    .option("--json", "one JSON document")
    .action(async (name: string, options) => listAlerts(name, commandContext(options)));
}

async function sendSample(to: string | null, { env, output }: CommandContext): Promise<void> {
  const { channelsFromEnv } = await import("../../alerts/channels/channels-from-env.ts");
  const { sampleMessage } = await import("../../alerts/sample-message.ts");
  const { deliveryText } = await import("../views/delivery-text.ts");
  const { renderTerminal } = await import("../../alerts/render/render-terminal.ts");
  const all = Object.values(channelsFromEnv(env));
  const channels = to === null ? all : all.filter(({ name }) => name === to);
  if (channels.length === 0)
    throw new AppError("USAGE", `There is no channel "${to ?? ""}".`, { hint: "There are slack and email." });
  const message = sampleMessage();
  output.print(renderTerminal(message, { colour: output.colors.isColorSupported }));
  const results = await Promise.all(channels.map((channel) => tryChannel(channel, message)));
  output.json("sample_alert", { channels: results });
  for (const { channel, state, error } of results) output.print(deliveryText(channel, state, error));
  const failed = results.find(({ state }) => state === "failed");
  if (failed === undefined) return;
  if (output.isJson) process.exitCode = (await import("../../contract/exit-codes.ts")).EXIT.environment;
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

async function listAlerts(name: string, context: CommandContext): Promise<void> {
  const { output } = context;
  const { openCommandProject } = await import("../project/open-project.ts");
  const { findRun, showRun } = await import("../../runs/query/show-run.ts");
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  const { alertText } = await import("../views/run-text.ts");
  const { alertsJson } = await import("../../contract/json/alerts-json.ts");
  await using project = await openCommandProject(context, "look");
  const { database } = project.deps;
  const read = async () => showRun(database, await findRun(database, name));
  const { run, alerts } = await retryUntilConnected(read, project.patience);
  output.json("alerts", { run_id: run.id, alerts: alertsJson(alerts) });
  const lines = alerts.length === 0 ? [`Run ${run.id} has no alerts.`] : alertText(alerts, output);
  for (const line of lines) output.print(line);
}
