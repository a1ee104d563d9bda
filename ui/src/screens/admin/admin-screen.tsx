import { useQuery } from "@tanstack/react-query";
import { Page } from "../../app/page.tsx";
import { meQuery } from "../../api/queries.ts";
import { Tabs } from "../../components/controls/tabs.tsx";
import { AuditTab } from "./audit-tab.tsx";
import { StorageTab } from "./storage-tab.tsx";
import { TokensTab } from "./tokens-tab.tsx";
import { UsersTab } from "./users-tab.tsx";
import { WorkersTab } from "./workers-tab.tsx";

/** What runs the runs, what it takes, who may, and who did what. */
export function AdminScreen() {
  const { data: me } = useQuery(meQuery());
  const isAdmin = me?.role === "admin";
  return (
    <Page title="Administration">
      <Tabs
        label="Parts of the administration"
        first="workers"
        tabs={[
          { id: "workers", label: "Workers and queues", content: () => <WorkersTab /> },
          { id: "storage", label: "Storage", content: () => <StorageTab /> },
          { id: "tokens", label: "Tokens", content: () => <TokensTab /> },
          ...(isAdmin
            ? [
                { id: "users", label: "Users", content: () => <UsersTab /> },
                { id: "audit", label: "Who did what", content: () => <AuditTab /> },
              ]
            : []),
        ]}
      />
    </Page>
  );
}
