import { CHANNEL_NAMES, usualChannels } from "../../core/names/channels.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { WorkDeps } from "../work-deps.ts";

/** Where what Nightgrid itself has to say of a DAG goes: where its alerts go; when it has none, where a rule without `to` goes. */
export function noticeChannels({ alerts }: DagSpec, { channels }: Pick<WorkDeps, "channels">): readonly string[] {
  const named = CHANNEL_NAMES.filter((channel) => alerts.some(({ to }) => to.includes(channel)));
  return named.length > 0 ? named : usualChannels((name) => channels[name].unavailable === null);
}
