import { type RunningCommand, startCommand } from "../../../test/support/commands/running-command.ts";
import type { BenchDatabase } from "../bench-database.ts";

const STARTS = 5;
const PORT = 4599;

export interface BenchService extends AsyncDisposable {
  readonly url: string;
  /** Lets in once. */
  readonly link: string;
  /** How long each start took, milliseconds: from the command to a service that listens. */
  readonly startsMs: readonly number[];
}

/** The real `nightgrid up` on a database that is there already; started some times, the last of which stays. */
export async function startService({ home, url: database }: BenchDatabase): Promise<BenchService> {
  const { PATH = "", HOME = "" } = process.env;
  const env = { PATH, HOME, NIGHTGRID_HOME: home, DATABASE_URL: database, NIGHTGRID_RATE_READ: "100000 per minute" };
  const startsMs: number[] = [];
  for (;;) {
    const from = performance.now();
    const up = startCommand(["up", "--slots", "1", "--port", String(PORT)], { cwd: home, env });
    let said = "";
    up.child.stdout.on("data", (text) => (said += String(text)));
    await up.says("nightgrid is up");
    startsMs.push(performance.now() - from);
    await up.says("It lets you in once");
    const link = /http:\S+\/auth\/link#[\w-]+/.exec(said)?.[0] ?? "";
    if (startsMs.length > STARTS)
      return { url: new URL(link).origin, link, startsMs: startsMs.slice(1), [Symbol.asyncDispose]: () => end(up) };
    await end(up);
  }
}

async function end({ child, ended }: RunningCommand): Promise<void> {
  child.kill("SIGTERM");
  await ended;
}
