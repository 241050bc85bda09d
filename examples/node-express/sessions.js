/** Stands for the sign-in that you have: tokens as a JSON Web Token has them, signed with HMAC-SHA-256. */

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** Made anew at every start, so that this example has no secret in it. Yours is kept somewhere. */
const KEY = randomBytes(32);

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const signatureOf = (signed) => createHmac("sha256", KEY).update(signed).digest();

/** Signs a user in. */
export function makeToken(userId) {
  const signed = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded({ sub: userId })}`;
  return `${signed}.${signatureOf(signed).toString("base64url")}`;
}

/** Returns who is signed in with a token; undefined when it is none of ours. */
export function userOf(token) {
  const [header, payload, signature = ""] = token.split(".");
  const [given, wanted] = [Buffer.from(signature, "base64url"), signatureOf(`${header}.${payload}`)];
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  return JSON.parse(Buffer.from(payload, "base64url").toString()).sub;
}
