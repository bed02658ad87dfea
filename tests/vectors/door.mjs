// Runs the cases of door.json against copies of rules.js, each named by an argument; prints for each
// the names of the cases that it decides otherwise, as JSON.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { base, cases, twice } = JSON.parse(readFileSync(new URL("door.json", import.meta.url), "utf8"));
const at = (text) => Date.parse(text);
const passesOf = ({ passes = [] }) =>
  passes.map(([when, direction, id]) => ({ at: at(when), direction, client_id: id }));

function checkpointOf(one) {
  const own = { ...base.checkpoint, ...one.checkpoint };
  return { ...own, opens_at: at(own.opens_at), closes_at: at(own.closes_at) };
}

function clashesOtherwise(clashes, one) {
  try {
    const found = clashes(checkpointOf(one), passesOf(one));
    const told = found.map((entries) => entries.map((entry) => entry.client_id));
    return JSON.stringify(told) !== JSON.stringify(one.expect);
  } catch {
    return true;
  }
}

function differs(decide, one) {
  const ticket = one.ticket === null ? null : { ...base.ticket, ...one.ticket };
  const tried = { ...base.attempt, ...one.attempt };
  const reading = { ...base.reading, ...one.reading };
  try {
    const said = decide(reading, ticket, checkpointOf(one), passesOf(one), { ...tried, at: at(tried.at) });
    const told = [said.verdict, said.reason, said.previous?.client_id ?? null];
    return JSON.stringify(told) !== JSON.stringify(one.expect);
  } catch {
    return true;
  }
}

const wrong = {};
for (const file of process.argv.slice(2)) {
  try {
    const { clashes, decide } = await import(pathToFileURL(file));
    const failed = [
      ...cases.filter((one) => differs(decide, one)),
      ...twice.filter((one) => clashesOtherwise(clashes, one)),
    ];
    wrong[file] = failed.map((one) => one.name);
  } catch (error) {
    wrong[file] = [String(error)];
  }
}
console.log(JSON.stringify(wrong));
