import { hostTools } from "./host-tools.ts";
import type { ProgramEnd } from "./program-end.ts";
import { ProgramHost } from "./program-host.ts";
import { programLog } from "./program-log.ts";
import { type Program, type ProgramWatch, runProgram } from "./run-program.ts";
import { wrapOf } from "./wrap.ts";

/** Runs programs, with hosts that are kept from one to the next. */
export interface ProgramRunner {
  /**
   * Runs a program with all that it starts, within its limits; when it has ended, nothing of it is left.
   *
   * @throws the reason of the signal; Error of the system when it cannot be started
   */
  run(program: Program, watch: ProgramWatch): Promise<ProgramEnd>;
  /** Ends the hosts that have nothing to run; the others end with their program. */
  close(): void;
}

/** Hosts that wait for a program; each takes a megabyte. */
const MOST_IDLE = 32;

interface KeptHost {
  readonly host: ProgramHost;
  readonly cwd: string;
  readonly isLow: boolean;
}

export function createProgramRunner(): ProgramRunner {
  const idle: KeptHost[] = [];
  let isClosed = false;

  const take = async (program: Program): Promise<KeptHost> => {
    const { cwd, env, isLow, isStrict } = program;
    const fits = (kept: KeptHost): boolean => kept.cwd === cwd && kept.isLow === isLow && kept.host.hasNames(env);
    // A namespace is of one program alone.
    const index = isStrict ? -1 : idle.findLastIndex(fits);
    const [kept] = index < 0 ? [] : idle.splice(index, 1);
    if (kept?.host.isFree === true) return kept;
    if (kept !== undefined) return take(program);
    const host = await ProgramHost.start({ wrap: wrapOf(await hostTools(), program), cwd, env, isStrict });
    return { host, cwd, isLow };
  };

  const give = (kept: KeptHost): void => {
    if (isClosed || !kept.host.isFree || idle.length === MOST_IDLE) kept.host.end();
    else idle.push(kept);
  };

  return {
    async run(program, watch) {
      watch.signal.throwIfAborted();
      await using log = programLog(program.logFile);
      const kept = await take(program);
      try {
        watch.signal.throwIfAborted();
        return await runProgram(program, { host: kept.host, log }, watch);
      } finally {
        give(kept);
      }
    },
    close() {
      isClosed = true;
      for (const { host } of idle.splice(0)) host.end();
    },
  };
}
