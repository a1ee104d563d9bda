import type { GraphTask } from "../api/shapes.ts";
import { formatDuration } from "../format/durations.ts";
import { formatCount } from "../format/numbers.ts";

interface ProgressProps {
  readonly progress: NonNullable<GraphTask["progress"]>;
  readonly cells: NonNullable<GraphTask["cells"]>;
}

/** How far cells are, how fast they go, and when they will be done at that speed. */
export function Progress({ progress, cells }: ProgressProps) {
  const { cells_per_second: speed, eta_ms: eta, done } = progress;
  return (
    <div className="progress">
      <progress max={1} value={done} aria-label={`${Math.floor(done * 100)} % done`} />
      <span className="soft">
        {formatCount(cells.done)} of {formatCount(cells.total)} cells
        {cells.failed > 0 && <span className="state-bad"> · {formatCount(cells.failed)} failed</span>}
        {speed !== null && speed > 0 && ` · ${formatCount(speed)}/s`}
        {eta !== null && ` · ${formatDuration(eta)} left`}
      </span>
    </div>
  );
}
