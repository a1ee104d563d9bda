import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { OfflineError } from "../../api/problem.ts";
import { ErrorBox } from "./error-box.tsx";
import { Skeleton } from "./skeleton.tsx";

interface QueryViewProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
  /** Lines of the skeleton, about as many as there will be. */
  readonly lines?: number;
}

/** The data of a request, or why there is none yet. Old data stays while the server is away; the banner says how old it is. */
export function QueryView<T>({ query, children, lines = 8 }: QueryViewProps<T>) {
  const { data, error } = query;
  const retry = () => void query.refetch();
  if (data !== undefined)
    return (
      <>
        {error !== null && !(error instanceof OfflineError) && <ErrorBox error={error} retry={retry} />}
        {children(data)}
      </>
    );
  if (error !== null) return <ErrorBox error={error} retry={retry} />;
  return <Skeleton lines={lines} />;
}
