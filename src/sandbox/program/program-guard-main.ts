import { endOrphanedPrograms } from "./program-mark.ts";

/** Between two looks: what was just being started shows up by then. */
const LOOK_MS = 200;
const LOOKS = 10;

// The pipe ends with the process that holds its other end, also when that is killed.
process.stdin.resume().on("end", endRest).on("error", endRest);
process.on("SIGINT", () => undefined).on("SIGTERM", () => undefined);

function endRest(): void {
  let looks = 0;
  const timer = setInterval(() => {
    endOrphanedPrograms();
    looks++;
    if (looks === LOOKS) clearInterval(timer);
  }, LOOK_MS);
}
