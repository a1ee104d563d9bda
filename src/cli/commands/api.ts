import type { Command } from "commander";
import type { ListenOptions } from "../../app/service/service-settings.ts";
import { commandContext, examples } from "../command-context.ts";
import type { CommandPorts } from "../command-ports.ts";
import { addListenOptions } from "../options/listen-options.ts";

/** `nightgrid api` */
export function addApiCommand(program: Command, ports: CommandPorts): void {
  const command = program
    .command("api")
    .description("serve API and web pages until Ctrl-C; computes nothing and keeps no schedule");
  addListenOptions(command)
    .addHelpText(
      "after",
      examples(
        ["nightgrid api", "beside workers and schedulers elsewhere"],
        ["nightgrid api --host 0.0.0.0 --port 80", "for others, once somebody can sign in (docs/security.md)"],
      ),
    )
    .action(async (options: ListenOptions) =>
      (await import("../actions/api.ts")).serve(options, commandContext({}), ports),
    );
}
