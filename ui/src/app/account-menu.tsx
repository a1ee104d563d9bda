import { useQuery } from "@tanstack/react-query";
import { BASE_PATH } from "../api/address.ts";
import { change } from "../api/request.ts";
import { meQuery } from "../api/queries.ts";
import { Menu } from "../components/controls/menu.tsx";

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const { data } = useQuery(meQuery());
  if (data === undefined) return null;
  return <Menu label={data.name} items={[{ label: `Sign out (${data.role})`, act: () => void signOut() }]} />;
}

async function signOut(): Promise<void> {
  await change("POST", "/auth/logout", undefined);
  location.assign(BASE_PATH);
}
