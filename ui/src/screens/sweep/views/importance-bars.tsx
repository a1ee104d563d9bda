import type { Importance } from "../../../../../src/analytics/sweep-views/importance.ts";
import type { Axis } from "../../../api/shapes.ts";
import { Shares } from "../../../components/shares.tsx";

interface ImportanceBarsProps {
  readonly view: Importance;
  readonly axes: readonly Axis[];
}

/** Pairs below this share of the variance are not worth a line. */
const LEAST_PAIR = 0.01;

const HOW: Readonly<Record<Importance["method"], string>> = {
  exact: "Exact shares of the variance: every combination has a value.",
  weighted: "Some combinations have no value: means are over those that do, and shares may overlap.",
  fanova:
    "Shares of the variance by fANOVA, a forest of trees over the cells that were found; what is left is that of parameters together.",
};

/** Which part of the variance of the results each parameter explains: exactly where the grid is full. */
export function ImportanceBars({ view, axes }: ImportanceBarsProps) {
  const nameOf = (axis: number) => axes[axis]?.name ?? "";
  const single = view.axes.map((share, axis) => ({ name: nameOf(axis), share }));
  const pairs = view.pairs
    .filter(({ share }) => share >= LEAST_PAIR)
    .map(({ axes: [one, other], share }) => ({ name: `${nameOf(one)} with ${nameOf(other)}`, share }));
  const bars = [...single, ...pairs]
    .filter(({ share }) => !Number.isNaN(share))
    .sort((one, other) => other.share - one.share);
  if (bars.length === 0) {
    const why =
      view.method === "fanova" && view.cells < 10
        ? "It takes ten cells to tell what the results depend on."
        : "All cells have the same value: nothing explains a difference.";
    return <p className="soft">{why}</p>;
  }
  return (
    <>
      <Shares shares={bars} />
      <p className="soft">{HOW[view.method]}</p>
    </>
  );
}
