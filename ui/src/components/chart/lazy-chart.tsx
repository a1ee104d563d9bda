import { type ComponentProps, lazy, Suspense } from "react";
import type { Chart } from "./chart.tsx";

const Loaded = lazy(async () => ({ default: (await import("./chart.tsx")).Chart }));

/** A chart whose code is read when the first one is shown; its place is kept free. */
export function LazyChart(props: ComponentProps<typeof Chart>) {
  return (
    <Suspense fallback={<div className="chart" style={{ height: (props.height ?? 220) + 30 }} />}>
      <Loaded {...props} />
    </Suspense>
  );
}
