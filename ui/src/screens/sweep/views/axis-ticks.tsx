import type { Axis } from "../../../api/shapes.ts";
import { formatParam } from "../../../format/numbers.ts";

/** Labels along an axis. */
const MOST = 6;

export function AxisTicks({
  axis,
  isVertical = false,
}: {
  readonly axis: Pick<Axis, "name" | "values">;
  readonly isVertical?: boolean;
}) {
  const { values, name } = axis;
  const step = Math.max(1, Math.ceil(values.length / MOST));
  const places = values.flatMap((_, place) => (place % step === 0 ? [place] : []));
  return (
    <div className={isVertical ? "ticks vertical" : "ticks"} aria-hidden="true">
      <span className="ticks-name">{name}</span>
      {places.map((place) => {
        const at = `${((place + 0.5) / values.length) * 100}%`;
        return (
          <span key={place} className="tick" style={isVertical ? { bottom: at } : { left: at }}>
            {formatParam(values[place])}
          </span>
        );
      })}
    </div>
  );
}
