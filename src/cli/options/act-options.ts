import { userInfo } from "node:os";
import type { Command } from "commander";
import type { Project } from "../../app/project.ts";
import { safeLine } from "../../app/actions/service-act.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";

/** What every command takes that changes something. */
export interface ActOptions {
  readonly by?: string;
  readonly reason?: string;
}

export function addActOptions(command: Command): Command {
  return command
    .option("--reason <text>", "why, for those who read `nightgrid audit` later")
    .option("--by <name>", "who does it (default: NIGHTGRID_USER, else the name of this account)");
}

/** Who does it here, and why. @throws AppError USAGE when nobody knows who it is */
export function actOf({ by, reason }: ActOptions, { env, secrets }: Pick<Project, "env" | "secrets">): Act {
  const name = safeLine(by ?? env["NIGHTGRID_USER"] ?? accountName(), secrets);
  const why = safeLine(reason ?? "", secrets);
  if (name === "") throw new AppError("USAGE", "Nobody knows who you are.", { hint: "Write --by <name>." });
  return { by: name, origin: "cli", reason: why === "" ? null : why };
}

/** As `actOf`, where a reason is needed. @throws AppError USAGE when nothing is said */
export function reasonedAct(options: ActOptions, project: Pick<Project, "env" | "secrets">): Act {
  const act = actOf(options, project);
  if (act.reason !== null) return act;
  throw new AppError("USAGE", "A reason is needed: others will read it.", {
    hint: `Write --reason "the vendor is down".`,
  });
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return "";
  }
}
