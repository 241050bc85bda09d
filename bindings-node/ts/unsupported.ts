/** What edge runtimes and browsers get instead of the package: a sentence that says what to do. */

throw new Error(
  "keywright runs native code and so needs Node.js: it works neither in a browser nor in an edge runtime. " +
    'Import it on the server alone; in Next.js, give the route or the page `export const runtime = "nodejs"`.',
);
