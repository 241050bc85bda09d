import { getKeywright } from "../keywright.js";

// Read at each request, not once when the application is built.
export const dynamic = "force-dynamic";

/** The keys that there are. A real page would ask who is signed in, and use `actingAs`. */
export default async function Page() {
  const keywright = await getKeywright();
  const keys = await keywright.listApiKeys();
  return (
    <ul>
      {keys.map((key) => (
        <li key={key.id}>
          {key.description} of {key.userId ?? key.teamId}: {key.status}
        </li>
      ))}
    </ul>
  );
}
