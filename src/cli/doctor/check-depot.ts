import { openDepot } from "../../app/depot/open-depot.ts";
import { tryDepot } from "../../app/depot/try-depot.ts";
import type { CommandContext } from "../command-context.ts";

/** Whether files of runs can be put into the depot and had from it. @throws AppError what is in the way */
export async function checkDepot(
  context: CommandContext,
): Promise<{ readonly state: "good" | "note"; readonly text: string }> {
  const opened = openDepot(context);
  if (opened === null) {
    return { state: "good", text: "results/ of this host alone; NIGHTGRID_ARTIFACTS shares them with others" };
  }
  const { depot } = opened;
  const began = performance.now();
  try {
    await tryDepot(depot);
  } finally {
    depot.close();
  }
  const took = Math.round(performance.now() - began);
  return { state: "good", text: `${depot.address}: written, read back, listed and removed in ${took} ms` };
}
