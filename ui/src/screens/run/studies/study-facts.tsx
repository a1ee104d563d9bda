import { formatMetric, type MetricUnit } from "../../../format/numbers.ts";

/** What is shown of a study: the id of a statistic, its name, its unit, and what it means. */
export type StudyFact = readonly [id: string, label: string, unit: MetricUnit, meaning: string];

interface StudyFactsProps {
  readonly facts: readonly StudyFact[];
  readonly statistics: Readonly<Record<string, unknown>> & {
    readonly undefined: Readonly<Record<string, string | undefined>>;
  };
}

/** Some statistics of a study; one that is undefined says why. */
export function StudyFacts({ facts, statistics }: StudyFactsProps) {
  return (
    <dl className="facts">
      {facts.map(([id, label, unit, meaning]) => {
        const value = statistics[id];
        return (
          <div key={id} title={meaning}>
            <dt>{label}</dt>
            <dd>
              {typeof value === "number" ? (
                formatMetric(value, unit)
              ) : (
                <span className="soft">– {statistics.undefined[id]?.replaceAll("_", " ")}</span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
