import { createToken, endToken } from "../../access/tokens.ts";
import { tokenJson } from "../../contract/json/access/access-json.ts";
import { printableLine } from "../../core/text/printable.ts";
import { textTable } from "../../core/text/text-table.ts";
import { requireAccount } from "../../access/accounts.ts";
import { listTokens, type TokenRow } from "../../store/access/tokens.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import type { CommandContext } from "../command-context.ts";
import { type ActOptions, actOf } from "../options/act-options.ts";
import { openCommandProject } from "../project/open-project.ts";
import { shortMoment } from "../views/short-moment.ts";
import { parseRole } from "./users.ts";

export interface TokenOptions extends ActOptions {
  readonly role: string;
  readonly name: string;
  readonly dag?: readonly string[];
  readonly days: number;
  readonly user?: string;
}

/** `nightgrid tokens create` */
export async function newToken(options: TokenOptions, { output, ...context }: CommandContext): Promise<void> {
  const { name, dag: dags = null, days, user } = options;
  const role = parseRole(options.role);
  await using project = await openCommandProject(context, "work");
  const { database } = project.deps;
  const owner = user === undefined ? null : await requireAccount(database, user);
  const maker =
    owner === null ? ({ accountId: null, role: "admin" } as const) : { accountId: owner.id, role: owner.role };
  const { token, row } = await createToken(database, { name, role, dags, days }, maker, actOf(options, project));
  output.json("created_token", { token, ...tokenJson(row) });
  output.print(token);
  output.note(
    `It may what a ${role} may, until ${shortMoment(row.expiresAt)}. It is shown this once, and kept nowhere.`,
  );
}

/** `nightgrid tokens list` */
export async function showTokens({ output, ...context }: CommandContext): Promise<void> {
  await using project = await openCommandProject(context, "look");
  const tokens = await listTokens(project.deps.database, null);
  const now = await readNow(project.deps.database);
  output.json("tokens", { tokens: tokens.map(tokenJson) });
  if (tokens.length === 0)
    output.print("There are no tokens. Make one with: nightgrid tokens create --role viewer --name grafana");
  else for (const line of tokenTable(tokens, now)) output.print(line);
}

/** `nightgrid tokens revoke` */
export async function dropToken(
  prefix: string,
  options: ActOptions,
  { output, ...context }: CommandContext,
): Promise<void> {
  await using project = await openCommandProject(context, "work");
  const row = await endToken(project.deps.database, { prefix, accountId: null }, actOf(options, project));
  output.json("revoked_token", tokenJson(row));
  output.print(`Token ${prefix} (${printableLine(row.name)}) is good for nothing from now on`);
}

function tokenTable(tokens: readonly TokenRow[], now: Date): readonly string[] {
  const rows = tokens.map((token) => [
    token.prefix,
    printableLine(token.name),
    token.role,
    printableLine(token.dags?.join(", ") ?? "all"),
    endOf(token, now),
    token.lastUsedAt === null ? "never" : shortMoment(token.lastUsedAt),
    printableLine(token.createdBy),
  ]);
  return textTable([["prefix", "name", "role", "DAGs", "ends", "last used", "made by"], ...rows], {
    leftColumns: [0, 1, 2, 3, 4, 5, 6],
  });
}

function endOf({ revokedAt, expiresAt }: TokenRow, now: Date): string {
  if (revokedAt !== null) return "revoked";
  return expiresAt <= now ? "expired" : shortMoment(expiresAt);
}
