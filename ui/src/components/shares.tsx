import { formatMetric } from "../format/numbers.ts";

export interface Share {
  readonly name: string;
  /** 0…1; what is beyond is drawn at the end. */
  readonly share: number;
}

/** Parts of a whole as bars, in their order. */
export function Shares({ shares }: { readonly shares: readonly Share[] }) {
  return (
    <ul className="shares">
      {shares.map(({ name, share }) => (
        <li key={name}>
          <span className="clip">{name}</span>
          <span className="share">
            <span style={{ width: `${Math.min(Math.max(share, 0), 1) * 100}%` }} />
          </span>
          <span className="number">{formatMetric(share, "fraction")}</span>
        </li>
      ))}
    </ul>
  );
}
