import { type Command, Option } from "commander";
import { CHANNEL_NAMES } from "../../core/names/channels.ts";
import type { ChangeOptions } from "../alerts/change-alarms.ts";
import { commandContext, examples } from "../command-context.ts";

/** `nightgrid alerts list|show|ack|mute|test` */
export function addAlertsCommand(program: Command): void {
  const alerts = program.command("alerts").description("alerts: what is open, and who takes care of it; send a sample");
  alerts.addHelpText(
    "after",
    examples(
      ["nightgrid alerts list", "what is open, in the whole project"],
      ["nightgrid alerts list last", "what a run has sent, and whether it arrived"],
      ["nightgrid alerts show my_dag/low_sharpe", "an alarm with its history"],
      [`nightgrid alerts ack my_dag/low_sharpe --reason "looking at it"`, "no repeats until it is over"],
      [`nightgrid alerts mute my_dag --until 2d --reason "vendor is down"`, "no messages for two days"],
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
      const context = commandContext(options);
      await (name === undefined
        ? (await import("../alerts/list-alarms.ts")).listOpenAlarms(options.all === true, context)
        : (await import("../actions/alerts.ts")).listAlerts(name, context));
    });
  alerts
    .command("show")
    .description("show an alarm and its history")
    .argument("<alarm>", "<dag>/<rule>, as the list has it")
    .option("--json", "one JSON document")
    .action(async (name: string, options) =>
      (await import("../alerts/list-alarms.ts")).showAlarm(name, commandContext(options)),
    );
  alerts
    .command("test")
    .description("send a sample message through the configured channels, and show it")
    .option("--to <channel>", `only through this channel: ${CHANNEL_NAMES.join(", ")}`)
    .option("--json", "one JSON document")
    .action(async (options: { to?: string; json?: boolean }) =>
      (await import("../actions/alerts.ts")).sendSample(options.to ?? null, commandContext(options)),
    );
}

function addChangingCommands(alerts: Command): void {
  described(
    alerts.command("ack").description("acknowledge an alarm: it is not repeated until it is over, or until --until"),
  )
    .argument("<alarm>", "<dag>/<rule>")
    .action(async (name: string, options: ChangeOptions) =>
      (await import("../alerts/change-alarms.ts")).ackAlarm(name, options, commandContext(options)),
    );
  described(
    alerts.command("mute").description("send nothing of a rule, a DAG or all until --until; recoveries come after it"),
  )
    .argument("<what>", "<dag>/<rule>, <dag>, or all")
    .action(async (name: string, options: ChangeOptions) =>
      (await import("../alerts/change-alarms.ts")).muteAlarms(name, options, commandContext(options)),
    );
}

function described(command: Command): Command {
  return (
    command
      .option("--reason <text>", "why, for those who read it later; needed")
      // What it was called once.
      .addOption(new Option("--why <text>").hideHelp())
      .option("--by <name>", "who does it (default: the name of this account)")
      .option("--until <when>", "a duration (8h, 2d), a day or a moment")
      .option("--end", "take it back")
      .option("--json", "one JSON document")
  );
}
