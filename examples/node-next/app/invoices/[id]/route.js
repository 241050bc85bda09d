import { withApiKey } from "../../../keywright.js";

/** Shows an invoice: to anybody in short, and whole to whoever owns it. */
export const GET = withApiKey({ optional: true }, async (_request, { params }, verdict) => {
  const { id } = await params;
  const isOwner = verdict?.userId?.at(0)?.toUpperCase() === id.at(0);
  return Response.json(isOwner ? { id, total: 100 } : { id });
});
