import { useMemo } from "react";
import { diffLines, type DiffLine } from "./diff-lines.ts";

const SIGNS: Readonly<Record<DiffLine["kind"], string>> = { same: " ", added: "+", removed: "−" };

export function DiffView({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = useMemo(() => diffLines(before, after), [after, before]);
  if (lines.every(({ kind }) => kind === "same"))
    return <p className="empty">The text is the same in both versions; something that it reads has changed.</p>;
  return (
    <pre className="code" tabIndex={0} role="region" aria-label="Differences">
      {lines.map(({ kind, text }, place) => (
        <span key={place} className={`code-line diff-${kind}`}>
          <span className="line-number">{SIGNS[kind]}</span>
          {text}
          {"\n"}
        </span>
      ))}
    </pre>
  );
}
