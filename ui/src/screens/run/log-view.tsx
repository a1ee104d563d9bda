import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { FilterInput } from "../../components/controls/filter-input.tsx";
import { Skeleton } from "../../components/answers/skeleton.tsx";
import { Choice } from "../../components/controls/choice.tsx";
import { useShownZone } from "../../components/time.tsx";
import { zoneLabel } from "../../format/moments.ts";
import { useDelayed } from "../../state/use-delayed.ts";
import { useHashLine } from "../../state/use-hash-line.ts";
import { useUrlState } from "../../state/use-url-state.ts";
import { DownloadLog } from "./download-log.tsx";
import { LogRow } from "./log-row.tsx";
import type { LogWindow } from "./log-window.ts";
import { useLog } from "./use-log.ts";

interface LogViewProps {
  readonly run: string;
  readonly zone: string | null;
  readonly tasks: readonly string[];
  /** Whether more lines are to come. */
  readonly isOpen: boolean;
}

/** So near to an end of the window, pixels, more lines are read. */
const NEAR = 400;
/** Nearer than this to the end is the end. */
const AT_END = 8;

const LEVELS = [
  ["", "all levels"],
  ["info", "info and above"],
  ["warn", "warnings and errors"],
  ["error", "errors"],
] as const;

/** The log of a run: follows its end until somebody scrolls away from it, and never takes the place from under a reader. */
export function LogView({ run, zone, tasks, isOpen }: LogViewProps) {
  const [level] = useUrlState("level");
  const [task] = useUrlState("task");
  const [q] = useUrlState("q");
  const words = useDelayed(q, 250);
  const [line, chooseLine] = useHashLine();
  const [begunAt] = useState(line);
  const log = useLog({ run, level, task, words }, begunAt);
  const shownZone = useShownZone(zone);
  const { data, error } = log.query;
  return (
    <section className="card log" aria-labelledby="log">
      <header>
        <h2 id="log">Log</h2>
        <FilterInput label="Search the log" />
        <Choice name="task" label="Task" options={[["", "all tasks"], ...tasks.map((key) => [key, key] as const)]} />
        <Choice name="level" label="Level" options={LEVELS} />
        <span className="row push">
          <span className="soft">times in {zoneLabel(Date.now(), shownZone)}</span>
          <DownloadLog run={run} />
        </span>
      </header>
      {error !== null && data === undefined && <ErrorBox error={error} retry={() => void log.query.refetch()} />}
      {data === undefined && error === null && (
        <div className="body">
          <Skeleton lines={8} />
        </div>
      )}
      {data !== undefined && data.lines.length === 0 && (
        <p className="empty">
          {isOpen ? "Nothing has been said yet; lines appear here as they come." : "No line is like that."}
        </p>
      )}
      {data !== undefined && data.lines.length > 0 && (
        <Lines window={data} log={log} zone={shownZone} line={line} chooseLine={chooseLine} isOpen={isOpen} />
      )}
    </section>
  );
}

interface LinesProps {
  readonly window: LogWindow;
  readonly log: ReturnType<typeof useLog>;
  readonly zone: string;
  readonly line: string | null;
  readonly chooseLine: (id: string) => void;
  readonly isOpen: boolean;
}

function Lines({ window, log, zone, line, chooseLine, isOpen }: LinesProps) {
  const box = useRef<HTMLDivElement>(null);
  const [isFollowing, setFollowing] = useState(line === null);
  const loading = useRef(false);
  const anchor = useRef<{ readonly id: string; readonly top: number } | null>(null);
  const load = useCallback(async (more: () => Promise<void>) => {
    if (loading.current) return;
    loading.current = true;
    try {
      await more();
    } finally {
      loading.current = false;
    }
  }, []);
  const scrolled = () => {
    const element = box.current;
    if (element === null) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    setFollowing(below < AT_END && !window.hasNewer);
    anchor.current = firstInSight(element);
    if (element.scrollTop < NEAR && window.hasOlder) void load(log.loadOlder);
    if (below < NEAR && window.hasNewer) void load(log.loadNewer);
  };
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    if (isFollowing && !window.hasNewer) element.scrollTop = element.scrollHeight;
    else if (anchor.current !== null) keepInPlace(element, anchor.current);
  }, [window, isFollowing]);
  useEffect(() => {
    if (line !== null) document.getElementById(`L${line}`)?.scrollIntoView({ block: "center" });
  }, [line]);
  const jump = (to: () => Promise<void>, isEnd: boolean) => {
    anchor.current = null;
    setFollowing(isEnd);
    void load(async () => {
      await to();
      box.current?.scrollTo({ top: isEnd ? box.current.scrollHeight : 0 });
    });
  };
  return (
    <>
      <div className="lines" ref={box} tabIndex={0} role="region" aria-label="Lines of the log" onScroll={scrolled}>
        {window.hasOlder && <p className="log-ends">Earlier lines are read when you scroll up.</p>}
        {window.lines.map((one) => (
          <LogRow key={one.id} line={one} zone={zone} isChosen={one.id === line} choose={chooseLine} />
        ))}
      </div>
      <div className="log-foot">
        <button type="button" onClick={() => jump(log.toStart, false)}>
          Start
        </button>
        <button type="button" onClick={() => jump(log.toEnd, true)}>
          End
        </button>
        {isOpen && (
          <span className="soft" role="status">
            {isFollowing ? "Following: new lines appear at the end." : "Not following. Go to the end to follow."}
          </span>
        )}
      </div>
    </>
  );
}

function firstInSight(box: HTMLElement): { readonly id: string; readonly top: number } | null {
  const { top } = box.getBoundingClientRect();
  for (const row of box.querySelectorAll<HTMLElement>(".log-line")) {
    const at = row.getBoundingClientRect();
    if (at.bottom > top) return { id: row.id, top: at.top - top };
  }
  return null;
}

/** What was read stays where it was on the screen, whatever came before it. */
function keepInPlace(box: HTMLElement, { id, top }: { readonly id: string; readonly top: number }): void {
  const row = document.getElementById(id);
  if (row === null) return;
  box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - top;
}
