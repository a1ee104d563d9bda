import { addUser, disableUser, enableUser, requireAccount, setPassword, setRole } from "../../access/accounts.ts";
import { endSessionsOf } from "../../access/sessions.ts";
import { readServiceSettings } from "../../app/service/service-settings.ts";
import { accountJson, sessionJson } from "../../contract/json/access/access-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { isRole, ROLES, type Role } from "../../core/names/principal.ts";
import { printableLine } from "../../core/text/printable.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { textTable } from "../../core/text/text-table.ts";
import { type AccountRow, listAccounts } from "../../store/access/accounts.ts";
import { listSessions } from "../../store/access/sessions.ts";
import type { CommandContext } from "../command-context.ts";
import { type ActOptions, actOf } from "../options/act-options.ts";
import { openCommandProject } from "../project/open-project.ts";
import { readPassword } from "../terminal/read-password.ts";
import { shortMoment } from "../views/short-moment.ts";

/** `nightgrid users list` */
export async function showUsers({ output, ...context }: CommandContext): Promise<void> {
  await using project = await openCommandProject(context, "look");
  const accounts = await listAccounts(project.deps.database);
  output.json("accounts", { accounts: accounts.map(accountJson) });
  if (accounts.length === 0)
    output.print("There are no accounts. Make one with: nightgrid users add <name> --role admin");
  else for (const line of accountTable(accounts)) output.print(line);
}

/** `nightgrid users add` */
export async function newUser(
  name: string,
  { role, ...options }: ActOptions & { readonly role: string },
  { output, ...context }: CommandContext,
): Promise<void> {
  const known = parseRole(role);
  const password = await readPassword();
  await using project = await openCommandProject(context, "work");
  const user = { name, role: known, password };
  const account = await addUser(project.deps.database, user, actOf(options, project));
  output.json("account", accountJson(account));
  output.print(`${account.name} may sign in, as ${account.role}`);
}

/** `nightgrid users role` */
export async function changeRole(
  name: string,
  role: string,
  options: ActOptions,
  { output, ...context }: CommandContext,
): Promise<void> {
  const known = parseRole(role);
  await using project = await openCommandProject(context, "work");
  const account = await setRole(project.deps.database, name, known, actOf(options, project));
  output.json("account", accountJson(account));
  output.print(`${account.name} is ${account.role} from now on`);
}

/** `nightgrid users password` */
export async function changePassword(
  name: string,
  options: ActOptions,
  { output, ...context }: CommandContext,
): Promise<void> {
  await using project = await openCommandProject(context, "work");
  const { database } = project.deps;
  await requireAccount(database, name);
  const request = { name, password: await readPassword(), keep: null };
  const { endedSessions } = await setPassword(database, request, actOf(options, project));
  output.json("account", accountJson(await requireAccount(database, name)));
  output.print(`${name} has a new password; ${sessions(endedSessions)} ended`);
}

/** `nightgrid users disable|enable` */
export async function switchUser(
  name: string,
  { isDisabled, ...options }: ActOptions & { readonly isDisabled: boolean },
  { output, ...context }: CommandContext,
): Promise<void> {
  await using project = await openCommandProject(context, "work");
  const change = isDisabled ? disableUser : enableUser;
  const account = await change(project.deps.database, name, actOf(options, project));
  output.json("account", accountJson(account));
  output.print(
    isDisabled ? `${name} stays out: sessions and tokens are good for nothing` : `${name} may sign in again`,
  );
}

/** `nightgrid users sessions` */
export async function showSessions(name: string | undefined, { output, ...context }: CommandContext): Promise<void> {
  await using project = await openCommandProject(context, "look");
  const { database } = project.deps;
  const account = name === undefined ? null : await requireAccount(database, name);
  const { access } = readServiceSettings(project.env);
  const found = await listSessions(database, account?.id ?? null, access.sessions);
  output.json("sessions", { sessions: found.map((session) => sessionJson(session, null)) });
  if (found.length === 0) {
    output.print("Nobody is signed in.");
    return;
  }
  const rows = found.map((session) => [
    session.id,
    printableLine(session.name),
    session.role,
    shortMoment(session.createdAt),
    shortMoment(session.seenAt),
    printableLine(session.address ?? ""),
  ]);
  const table = textTable([["id", "who", "role", "signed in", "last used", "from"], ...rows], {
    leftColumns: [0, 1, 2, 3, 4, 5],
  });
  for (const line of table) output.print(line);
}

/** `nightgrid users logout` */
export async function signUserOut(
  name: string,
  options: ActOptions,
  { output, ...context }: CommandContext,
): Promise<void> {
  await using project = await openCommandProject(context, "work");
  const ended = await endSessionsOf(project.deps.database, name, actOf(options, project));
  output.json("ended_sessions", { name, ended });
  output.print(`${sessions(ended)} of ${name} ended`);
}

/** @throws AppError USAGE, with the role that may be meant */
export function parseRole(text: string): Role {
  if (isRole(text)) return text;
  throw new AppError("USAGE", `There is no role "${text}".`, { hint: suggestName(text, ROLES) });
}

function sessions(count: number): string {
  return `${count} ${count === 1 ? "session" : "sessions"}`;
}

function accountTable(accounts: readonly AccountRow[]): readonly string[] {
  const rows = accounts.map(({ name, role, issuer, seenAt, disabledAt }) => [
    printableLine(name),
    role,
    issuer === "local" ? "password" : printableLine(issuer),
    seenAt === null ? "" : shortMoment(seenAt),
    disabledAt === null ? "" : `disabled ${shortMoment(disabledAt)}`,
  ]);
  return textTable([["name", "role", "signs in by", "last seen", ""], ...rows], { leftColumns: [0, 1, 2, 3, 4] });
}
