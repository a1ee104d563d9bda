import { formatParam } from "../format/numbers.ts";

/** Parameters by name, in their order. */
export function Params({ params }: { readonly params: Readonly<Record<string, unknown>> }) {
  return (
    <span className="params">
      {Object.entries(params).map(([name, value]) => (
        <span key={name}>
          <span className="soft">{name}</span> <b>{formatParam(value)}</b>
        </span>
      ))}
    </span>
  );
}
