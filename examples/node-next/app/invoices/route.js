import { withApiKey } from "../../keywright.js";

const INVOICES = { alice: ["A-1", "A-2"], bob: ["B-1"] };

/** Lists the invoices of whoever owns the key. */
export const GET = withApiKey({ scopes: ["invoices:read"], accept: "secret" }, (_request, _context, verdict) =>
  Response.json(INVOICES[verdict.userId] ?? []),
);
