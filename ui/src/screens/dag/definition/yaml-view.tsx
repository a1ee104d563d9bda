import { useMemo } from "react";
import type { ExplainedValue } from "../../../api/shapes.ts";

interface YamlViewProps {
  readonly yaml: string;
  readonly origins: readonly ExplainedValue[];
  readonly file: string;
}

/** The text with its line numbers; a line tells on hover which values it gives. */
export function YamlView({ yaml, origins, file }: YamlViewProps) {
  const given = useMemo(() => valuesByLine(origins, file), [file, origins]);
  return (
    <pre className="code" tabIndex={0} role="region" aria-label="Text of the file">
      {yaml.split("\n").map((text, place) => {
        const values = given.get(place + 1);
        return (
          <span
            key={place}
            className={values === undefined ? "code-line" : "code-line gives"}
            title={values?.join("\n")}
          >
            <span className="line-number">{place + 1}</span>
            <YamlLine text={text} />
            {"\n"}
          </span>
        );
      })}
    </pre>
  );
}

/** Comments and keys are told apart; more would be a parser. */
function YamlLine({ text }: { readonly text: string }) {
  const comment = /^(.*?)((?:^|\s)#.*)$/.exec(text);
  const [code, rest] = comment === null ? [text, ""] : [comment[1] ?? "", comment[2] ?? ""];
  const key = /^(\s*(?:- )?)([\w.-]+)(:)(.*)$/.exec(code);
  return (
    <>
      {key === null ? (
        code
      ) : (
        <>
          {key[1]}
          <span className="code-key">{key[2]}</span>
          {key[3]}
          {key[4]}
        </>
      )}
      <span className="soft">{rest}</span>
    </>
  );
}

function valuesByLine(values: readonly ExplainedValue[], file: string): ReadonlyMap<number, readonly string[]> {
  const lines = new Map<number, string[]>();
  for (const { path, value, origin } of values) {
    if (origin === "default" || !origin.file.endsWith(file)) continue;
    const known = lines.get(origin.line) ?? [];
    known.push(`${path}: ${JSON.stringify(value)}`);
    lines.set(origin.line, known);
  }
  return lines;
}
