import { Link } from "wouter";
import { Page } from "./page.tsx";

export function NotFound() {
  return (
    <Page title="No such page">
      <p>
        This address is none of ours. <Link href="/">All DAGs</Link> · <Link href="/runs">All runs</Link>
      </p>
    </Page>
  );
}
