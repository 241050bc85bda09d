/** A program with types: it is checked by the compiler in every way of finding modules, and executed. */

import {
  type ApiKey,
  type CheckedVerdict,
  DeniedError,
  type ErrorCode,
  Keywright,
  KeywrightError,
  type Reason,
  type Settings,
  type User,
  type ValidVerdict,
} from "keywright";
import { openForTests, type TestKeywright } from "keywright/testing";

function expect(condition: boolean): asserts condition {
  if (!condition) throw new Error("not as expected");
}

async function main(): Promise<void> {
  const kw: TestKeywright = openForTests({ now: new Date("2030-01-01T00:00:00Z") });
  const created = await kw.user("alice").createApiKey({
    description: "CI",
    expiresIn: "90d",
    scopes: ["invoices:read"],
    metadata: { plan: "pro", seats: [1, 2, { nested: null }] },
  });
  const value: string = created.value;
  const lastFour: string = created.apiKey.value.lastFour;
  expect(value.endsWith(lastFour));

  const verdict: CheckedVerdict = kw.verify(value);
  if (verdict.valid) {
    const key: ApiKey = verdict.apiKey;
    const end: Date | undefined = key.expiresAt;
    expect(end !== undefined && key.userId === "alice");
  } else {
    const reason: Reason = verdict.reason;
    throw new Error(reason);
  }

  const valid: ValidVerdict = kw.requireValid(value, { scopes: new Set(["invoices:read"]), ip: undefined });
  const id: string = valid.apiKeyId;
  expect(id === created.id);

  try {
    kw.requireValid("typo");
  } catch (error) {
    if (KeywrightError.is(error, "denied")) {
      const code: "denied" = error.code;
      expect(code === "denied");
    }
    if (error instanceof DeniedError) expect(error.verdict.http().status === 401);
  }

  const { status, headers, body } = kw.authenticate(new Headers()).http();
  expect(new Response(body, { status, headers }).status === 401);
  expect(kw.authenticate({ authorization: `Bearer ${value}`, cookie: ["a"], missing: undefined }).valid);

  const user: User | null = await kw.getUser({ apiKey: value });
  expect(user?.id === "alice");
  const settings: Settings = await kw.updateSettings({ maxLifetime: null, prefix: "acme" });
  expect(settings.prefixes[0] === "acme");
  const codes: readonly ErrorCode[] = ["closed", "internal"];
  expect(codes.length === 2);
  await kw.team(7).setMembers({ alice: ["team_admin"], bob: [] });
  await kw.team(7n).setMembers(new Map([["alice", ["team_admin"]]]));

  kw.clock.advance({ days: 91 });
  const { valid: isValid, reason } = kw.verify(value);
  expect(!isValid && reason === "expired");
  await kw.close();

  const store: Keywright = Keywright.openInMemory();
  store[Symbol.dispose]();
  expect(store.isClosed);
}

main().then(
  () => console.log("as expected"),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
