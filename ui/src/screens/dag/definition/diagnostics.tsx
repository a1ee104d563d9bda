import type { Diagnostic } from "../../../api/shapes.ts";

interface DiagnosticsProps {
  readonly diagnostics: readonly Diagnostic[];
  /** Shows the place in the text. */
  readonly goTo: (line: number, column: number) => void;
}

/** What is wrong with a text, in its order. */
export function Diagnostics({ diagnostics, goTo }: DiagnosticsProps) {
  return (
    <ul className="plain-list">
      {diagnostics.map(({ severity, code, message, hint, line, column }) => (
        <li key={`${line}:${column} ${code} ${message}`} className="row">
          <button type="button" className="plain" onClick={() => goTo(line, column)}>
            {line}:{column}
          </button>
          <span className={severity === "error" ? "state-bad" : "state-held"}>{message}</span>
          {hint !== null && <span className="soft">{hint}</span>}
          <code className="push">{code}</code>
        </li>
      ))}
    </ul>
  );
}
