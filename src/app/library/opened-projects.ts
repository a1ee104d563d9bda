import type { LoadContext } from "../dags/dag-folder.ts";
import type { Nightgrid } from "../nightgrid.ts";
import type { Project } from "../project.ts";

/** What is behind a handle that users hold. */
export interface OpenedProject {
  /** @throws Error once it is closed */
  readonly project: () => Project;
  readonly context: LoadContext;
  /** Is done when the handle is closed, before anything that was begun earlier. */
  readonly beforeClose: (end: () => Promise<void>) => void;
}

const OPENED = new WeakMap<Nightgrid, OpenedProject>();

export function keepOpened(nightgrid: Nightgrid, opened: OpenedProject): Nightgrid {
  OPENED.set(nightgrid, opened);
  return nightgrid;
}

/** @throws TypeError for anything that `createNightgrid` of this copy of the package has not made */
export function openedBehind(nightgrid: Nightgrid): OpenedProject {
  const opened = OPENED.get(nightgrid);
  if (opened === undefined) throw new TypeError("This is no Nightgrid of createNightgrid() of this package");
  return opened;
}
