import type { Command } from "commander";
import { commandContext, examples } from "../command-context.ts";
import { type ActOptions, addActOptions } from "../options/act-options.ts";

type Options = ActOptions & { readonly json?: boolean };

/** `nightgrid users add|list|role|password|disable|enable|sessions|logout` */
export function addUsersCommand(program: Command): void {
  const users = program.command("users").description("accounts: who may sign in to the service, and what they may");
  users.addHelpText(
    "after",
    examples(
      ["nightgrid users add ada --role admin", "asks for a password, unseen"],
      ['printf %s "$PASSWORD" | nightgrid users add ci', "the same for scripts"],
      ["nightgrid users role ada operator", "from the next request on"],
      ["nightgrid users disable ada", "ends sessions and tokens too"],
    ),
  );
  const acting = (name: string, text: string) =>
    addActOptions(users.command(name).description(text).argument("<name>", "of the account")).option(
      "--json",
      "one JSON document",
    );
  users
    .command("list")
    .description("list the accounts")
    .option("--json", "one JSON document")
    .action(async (options) => (await actions()).showUsers(commandContext(options)));
  acting("add", "make an account; the password comes from a prompt or from stdin")
    .option("--role <role>", "viewer, operator or admin", "viewer")
    .action(async (name: string, options: Options & { role: string }) =>
      (await actions()).newUser(name, options, commandContext(options)),
    );
  acting("role", "give an account another role")
    .argument("<role>", "viewer, operator or admin")
    .action(async (name: string, role: string, options: Options) =>
      (await actions()).changeRole(name, role, options, commandContext(options)),
    );
  acting("password", "give an account a new password, from a prompt or stdin; ends its sessions").action(
    async (name: string, options: Options) => (await actions()).changePassword(name, options, commandContext(options)),
  );
  acting("disable", "keep an account out, its sessions and tokens too").action(async (name: string, options: Options) =>
    (await actions()).switchUser(name, { ...options, isDisabled: true }, commandContext(options)),
  );
  acting("enable", "let an account in again").action(async (name: string, options: Options) =>
    (await actions()).switchUser(name, { ...options, isDisabled: false }, commandContext(options)),
  );
  users
    .command("sessions")
    .description("list who is signed in")
    .argument("[name]", "of an account; default: of all")
    .option("--json", "one JSON document")
    .action(async (name: string | undefined, options) => (await actions()).showSessions(name, commandContext(options)));
  acting("logout", "end all sessions of an account").action(async (name: string, options: Options) =>
    (await actions()).signUserOut(name, options, commandContext(options)),
  );
}

const actions = () => import("../actions/users.ts");
