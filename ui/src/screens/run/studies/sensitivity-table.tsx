import { Fragment, type ReactNode } from "react";
import { changeText } from "../../../../../src/analytics/sensitivity/describe-sensitivity.ts";
import type { Sensitivity } from "../../../api/shapes.ts";
import { formatMetric, type MetricUnit } from "../../../format/numbers.ts";

/** A metric that was measured of each execution. */
export interface Figure {
  readonly id: string;
  readonly label: string;
  readonly unit: MetricUnit;
}

type Figures = Sensitivity["real"];

interface SensitivityTableProps {
  readonly found: Sensitivity;
  readonly figures: readonly Figure[];
}

/** Every figure of every execution: what the picture shows of one of them. */
export function SensitivityTable({ found: { real, rows }, figures }: SensitivityTableProps) {
  return (
    <div className="wide-table executions" tabIndex={0} role="region" aria-label="Executions">
      <table>
        <thead>
          <tr>
            <th scope="col">execution</th>
            {figures.map(({ id, label }) => (
              <th key={id} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row name="as it was" values={real} figures={figures} isBest />
          {rows.map(({ change, amount, refused, figures: values, worst }) => {
            const name = changeText({ change, amount });
            return (
              <Fragment key={`${change} ${amount}`}>
                {refused === null ? (
                  <Row name={name} values={values} figures={figures} />
                ) : (
                  <tr>
                    <th scope="row">{name}</th>
                    <td className="refused soft" colSpan={figures.length}>
                      not traded: {refused}
                    </td>
                  </tr>
                )}
                {worst !== null && (
                  <Row
                    name={
                      <>
                        <span className="hidden-text">{name}, </span>one draw in twenty is worse
                      </>
                    }
                    values={worst}
                    figures={figures}
                  />
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly name: ReactNode;
  readonly values: Figures;
  readonly figures: readonly Figure[];
  readonly isBest?: boolean;
}

function Row({ name, values, figures, isBest = false }: RowProps) {
  return (
    <tr className={isBest ? "best" : ""}>
      <th scope="row">{name}</th>
      {figures.map(({ id, unit }) => (
        <td key={id}>{formatMetric(values[id], unit)}</td>
      ))}
    </tr>
  );
}
