import type { Command } from "commander";
import type { Channel } from "../../alerts/channels/channel.ts";
import type { AlertMessage } from "../../alerts/message/alert-message.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { CHANNEL_NAMES } from "../../core/names/channels.ts";
import { didYouMeanOf } from "../../core/text/did-you-mean.ts";
import type { ChangeOptions } from "../alerts/change-alarms.ts";
import { commandContext, examples, type CommandContext } from "../command-context.ts";

const TEST_TIMEOUT_MS = 30_000;

/** `nightgrid alerts list|show|ack|mute|test` */
export function addAlertsCommand(program: Command): void {
  const alerts = program.command("alerts").description("alerts: what is open, and who takes care of it; send a sample");
  alerts.addHelpText(
    "after",
    examples(
      ["nightgrid alerts list", "what is open, in the whole project"],
      ["nightgrid alerts list last", "what a run has sent, and whether it arrived"],
      ["nightgrid alerts show my_dag/low_sharpe", "an alarm with its history"],
      [`nightgrid alerts ack my_dag/low_sharpe --why "looking at it"`, "no repeats until it is over"],
      [`nightgrid alerts mute my_dag --until 2d --why "vendor is down"`, "no messages for two days"],
      ["nightgrid alerts test --to slack", "a sample through one channel, or through all"],
    ),
  );
  addReadingCommands(alerts);
  addChangingCommands(alerts);
}

function addReadingCommands(alerts: Command): void {
  alerts
    .command("list")
    .description("list the alarms that are open, or what a run has sent")
    .argument("[run]", "a run id, a DAG id (its last run), or last: the messages of that run with their deliveries")
    .option("--all", "also alarms that are quiet")
    .option("--json", "one JSON document")
    .action(async (name: string | undefined, options: { all?: boolean; json?: boolean }) => {
      if (name !== undefined) return listAlerts(name, commandContext(options));
      const { listOpenAlarms } = await import("../alerts/list-alarms.ts");
      return listOpenAlarms(options.all === true, commandContext(options));
    });
  alerts
    .command("show")
    .description("show an alarm and its history")
    .argument("<alarm>", "<dag>/<rule>, as the list has it")
    .option("--json", "one JSON document")
    .action(async (name: string, options) => {
      const { showAlarm } = await import("../alerts/list-alarms.ts");
      return showAlarm(name, commandContext(options));
    });
  alerts
    .command("test")
    .description("send a sample message through the configured channels, and show it")
    .option("--to <channel>", `only through this channel: ${CHANNEL_NAMES.join(", ")}`)
    .option("--json", "one JSON document")
    .action(async (options: { to?: string; json?: boolean }) =>
      sendSample(options.to ?? null, commandContext(options)),
    );
}

function addChangingCommands(alerts: Command): void {
  described(
    alerts.command("ack").description("acknowledge an alarm: it is not repeated until it is over, or until --until"),
  )
    .argument("<alarm>", "<dag>/<rule>")
    .action(async (name: string, options: ChangeOptions) => {
      const { ackAlarm } = await import("../alerts/change-alarms.ts");
      return ackAlarm(name, options, commandContext(options));
    });
  described(
    alerts.command("mute").description("send nothing of a rule, a DAG or all until --until; recoveries come after it"),
  )
    .argument("<what>", "<dag>/<rule>, <dag>, or all")
    .action(async (name: string, options: ChangeOptions) => {
      const { muteAlarms } = await import("../alerts/change-alarms.ts");
      return muteAlarms(name, options, commandContext(options));
    });
}

function described(command: Command): Command {
  return command
    .option("--why <text>", "for those who read it later; needed")
    .option("--by <name>", "who does it (default: the name of this account)")
    .option("--until <when>", "a duration (8h, 2d), a day or a moment")
    .option("--end", "take it back")
    .option("--json", "one JSON document");
}

async function sendSample(to: string | null, { env, output }: CommandContext): Promise<void> {
  const { channelsFromEnv } = await import("../../alerts/channels/channels-from-env.ts");
  const { sampleMessage } = await import("../../alerts/sample-message.ts");
  const { deliveryText } = await import("../views/delivery-text.ts");
  const { renderTerminal } = await import("../../alerts/render/render-terminal.ts");
  const all = Object.values(channelsFromEnv(env));
  const channels = to === null ? all : all.filter(({ name }) => name === to);
  if (channels.length === 0)
    throw new AppError("USAGE", `There is no channel "${to ?? ""}".`, {
      hint: didYouMeanOf(to ?? "", CHANNEL_NAMES, `There are ${CHANNEL_NAMES.join(", ")}.`),
    });
  const message = sampleMessage();
  output.print(renderTerminal(message, { colour: output.colors.isColorSupported }));
  const results = await Promise.all(channels.map((channel) => tryChannel(channel, message)));
  output.json({ channels: results });
  for (const { channel, state, error } of results) output.print(deliveryText(channel, state, error));
  const failed = results.find(({ state }) => state === "failed");
  if (failed === undefined) return;
  if (output.isJson) process.exitCode = (await import("../exit-codes.ts")).EXIT.environment;
  else
    throw new AppError(
      "ALERT_DELIVERY_FAILED",
      `The sample did not get through ${failed.channel}: ${failed.error ?? ""}`,
    );
}

async function tryChannel(channel: Channel, message: AlertMessage) {
  if (channel.unavailable !== null) {
    return { channel: channel.name, state: "not_configured", error: channel.unavailable } as const;
  }
  const idempotencyKey = `test/${crypto.randomUUID()}`;
  const delivery = await channel.deliver(message, { signal: AbortSignal.timeout(TEST_TIMEOUT_MS), idempotencyKey });
  return delivery.ok
    ? ({ channel: channel.name, state: "delivered", error: null } as const)
    : ({ channel: channel.name, state: "failed", error: delivery.error } as const);
}

async function listAlerts(name: string, context: CommandContext): Promise<void> {
  const { output } = context;
  const { openCommandProject } = await import("../project/open-project.ts");
  const { findRun, showRun } = await import("../../runs/query/show-run.ts");
  const { retryUntilConnected } = await import("../../runs/retry-until-connected.ts");
  const { alertText, silentText } = await import("../views/run-text.ts");
  const { alarmEventsJson, alertsJson } = await import("../views/run-json.ts");
  await using project = await openCommandProject(context, "look");
  const { database } = project.deps;
  const read = async () => showRun(database, await findRun(database, name));
  const { run, alerts, alarmEvents } = await retryUntilConnected(read, project.patience);
  output.json({ run_id: run.id, alerts: alertsJson(alerts), alarms: alarmEventsJson(alarmEvents) });
  const lines = alerts.length === 0 ? [`Run ${run.id} has no alerts.`] : alertText(alerts, output);
  for (const line of [...lines, ...silentText(alarmEvents, output)]) output.print(line);
}
