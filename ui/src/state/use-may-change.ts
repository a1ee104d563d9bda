import { useQuery } from "@tanstack/react-query";
import { meQuery } from "../api/queries.ts";
import { useConnection } from "./connection.ts";

/** Whether buttons that change something are on: the user may, and the server answers. */
export function useMayChange(): boolean {
  const { data } = useQuery(meQuery());
  const { since } = useConnection();
  return since === null && data !== undefined && data.role !== "viewer";
}
