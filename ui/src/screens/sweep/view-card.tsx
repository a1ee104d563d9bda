import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorBox } from "../../components/answers/error-box.tsx";
import { Skeleton } from "../../components/answers/skeleton.tsx";

interface ViewCardProps<T> {
  readonly title: string;
  readonly query: UseQueryResult<T>;
  readonly children: (view: T) => ReactNode;
  readonly controls?: ReactNode;
}

/** A picture in its frame; what was there stays, a little fainter, until the next one is computed. */
export function ViewCard<T>({ title, query, children, controls }: ViewCardProps<T>) {
  const { data, error } = query;
  return (
    <section className="card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {controls}
      </header>
      <div className={query.isPlaceholderData ? "body stale" : "body"}>
        {error !== null && <ErrorBox error={error} retry={() => void query.refetch()} />}
        {data === undefined ? error === null && <Skeleton lines={5} /> : children(data)}
      </div>
    </section>
  );
}
