import { memo } from "react";
import type { LogLine } from "../../api/shapes.ts";
import { formatMoment } from "../../format/moments.ts";

interface LogRowProps {
  readonly line: LogLine;
  readonly zone: string;
  readonly isChosen: boolean;
  readonly choose: (id: string) => void;
}

/** One line of the log. Its time is a link to it; more lines and values open below. */
export const LogRow = memo(function LogRow({ line, zone, isChosen, choose }: LogRowProps) {
  const { id, at, level, task, message, fields } = line;
  const [first = "", ...rest] = message.split("\n");
  const values = Object.entries(fields);
  const more = [
    ...rest,
    ...values.map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`),
  ];
  return (
    <div className={isChosen ? "log-line chosen" : "log-line"} id={`L${id}`}>
      <a
        href={`#L${id}`}
        title={at}
        onClick={(event) => {
          event.preventDefault();
          choose(id);
        }}
      >
        {formatMoment(Date.parse(at), zone, "millisecond").slice(11)}
      </a>
      <span className={`level-${level}`}>{level}</span>
      <span className="task">{task ?? ""}</span>
      <span className="message">{first}</span>
      {more.length > 0 && (
        <details>
          <summary>{rest.length > 0 ? `${rest.length} more lines` : "values"}</summary>
          <pre>{more.join("\n")}</pre>
        </details>
      )}
    </div>
  );
});
