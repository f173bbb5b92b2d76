interface Clock {
  now(): number;
  after(ms: number, run: () => void): () => void;     // gives what cancels it
}
const real: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
type Ask = (url: string, options: { signal: AbortSignal }) => Promise<Response>;
const ask: Ask = fetch;                               // fits as it is
const busy: Ask = async () => new Response("{}", { status: 503 });   // a fake

import test from "node:test";                         // run by: node --test out
import assert from "node:assert/strict";
test("adds", async () => { assert.equal(1 + 1, 2); });
export {};