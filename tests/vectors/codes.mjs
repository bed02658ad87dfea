// Reads codes as a phone does: prints how many of each kind it takes for a badge of the event with
// the epoch that is asked for.
import { readFileSync } from "node:fs";
import { readCode, verifiersOf } from "../../app/static/js/checkin/codes.js";

const { keys, event, epoch, codes } = JSON.parse(readFileSync(0, "utf8"));
const verifiers = await verifiersOf(keys);
if (![...verifiers.values()].every(Boolean)) throw new Error("no Ed25519");
const taken = {};
for (const [kind, some] of Object.entries(codes)) {
  const read = await Promise.all(some.map((code) => readCode(code, { event, verifiers })));
  taken[kind] = read.filter((one) => !one.refusal && one.epoch === epoch).length;
}
console.log(JSON.stringify(taken));
