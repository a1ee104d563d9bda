import { isStopped } from "../process-tree.ts";
import { UserProcessDied } from "./user-process-died.ts";

/** The asker's own clock: for what the guard inside of a process cannot tell, because it is held or gone itself. */
export interface PulseWatch {
  /** @param asked the question that the process is at; 0: none */
  beat(asked: number): void;
  stop(): void;
}

const LOOK_MS = 1000;
/** Looks; a machine under load may keep a thread waiting for some. */
const MOST_SILENT = 30;
const SILENT_WHEN_STOPPED = 3;
/** Beats that tell of another question. */
const MOST_ELSEWHERE = 10;

/**
 * Looks are counted and not the time, which also passes while this process itself is held.
 *
 * @param onLost is called once, when the process stands still or does not come to the question
 */
export function watchPulse(pid: number, question: number, onLost: (death: UserProcessDied) => void): PulseWatch {
  let silent = 0;
  let elsewhere = 0;
  const lose = (message: string, hasBegun: boolean): void => {
    clearInterval(timer);
    onLost(new UserProcessDied("timeout", { message, hasBegun }));
  };
  const look = (): void => {
    silent++;
    if (silent >= SILENT_WHEN_STOPPED && isStopped(pid, "anyone"))
      lose("It took longer than is allowed: it was stopped.", true);
    else if (silent >= MOST_SILENT) lose("It took longer than is allowed: its guard says nothing any more.", true);
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    beat(asked) {
      silent = 0;
      elsewhere = asked === question ? 0 : elsewhere + 1;
      if (elsewhere >= MOST_ELSEWHERE) lose("It was still busy with what it had been asked before.", false);
    },
    stop: () => clearInterval(timer),
  };
}
