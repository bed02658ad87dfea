// What the phone knows of the event, and what it decides with that, without asking anybody.
import { readCode, verifiersOf } from "./codes.js";
import { People } from "./people.js";
import { clashes, decide } from "./rules.js";
import { opened, unseal } from "./sealing.js";
import { allPasses, allTickets, fact, keepPart, keepPasses, setFact } from "./store.js";

const AGAIN = 45_000;
const NOBODY = { name: "", organisation: "", role: "", ticket_type: "" };

export class Knowledge {
  // `ask(path)` gets from the server; `changed()` is told when something new is known, and
  // `doubled(all)` which badges came in here and once more, each as its entries.
  constructor({ ask, changed, doubled }) {
    this.ask = ask;
    this.changed = changed;
    this.doubled = doubled;
    this.tickets = new Map();
    this.passes = new Map();
    this.fault = 0;
    this.people = new People({ ask });
  }

  get isReady() {
    return Boolean(this.rule);
  }

  // The time at the server, as far as the phone could learn it.
  now() {
    return Date.now() + this.fault;
  }

  async load() {
    const bundle = await fact("bundle");
    if (!bundle?.keys) return;
    this.fault = (await fact("fault")) ?? 0;
    for (const ticket of await allTickets()) this.tickets.set(ticket.tag, ticket);
    for (const pass of await allPasses()) this.remember(pass);
    await this.stand(bundle);
  }

  async stand(bundle) {
    const times = ["opens_at", "closes_at"].map((name) => [name, Date.parse(bundle.rule[name])]);
    this.event = bundle.event;
    this.gate = bundle.gate_name;
    this.asOf = bundle.sent_at;
    this.verifiers = await verifiersOf(bundle.keys);
    this.rule = { ...bundle.rule, ...Object.fromEntries(times) };
    this.changed(bundle);
    this.compare();
  }

  // Nobody but the server knows of both entries before each phone has heard of the other's.
  compare() {
    const all = [...this.passes.values()].filter((passes) => passes.length > 1);
    const found = all.flatMap((passes) => clashes(this.rule, passes));
    this.doubled(found.filter((entries) => entries.some((one) => one.isOwn)));
  }

  remember(pass) {
    const known = this.passes.get(pass.tag) ?? [];
    const others = known.filter((one) => one.client_id !== pass.client_id);
    this.passes.set(pass.tag, [...others, { ...pass, at: Date.parse(pass.at) }]);
  }

  knows({ tag, client_id }) {
    return (this.passes.get(tag) ?? []).some((one) => one.client_id === client_id);
  }

  // What a phone that may scan no more still has in mind.
  forget() {
    this.rule = null;
    this.tickets.clear();
    this.passes.clear();
    this.people.forget();
  }

  begin() {
    this.refresh().catch(() => {});
    setInterval(() => this.refresh().catch(() => {}), AGAIN);
  }

  // Takes along what changed: the parts of the tickets whose digest is another one, and new passes.
  async refresh() {
    const asked = Date.now();
    const bundle = await this.ask("/devices/me/bundle");
    this.fault = Date.parse(bundle.sent_at) - (asked + Date.now()) / 2;
    for (const [part, digest] of bundle.parts.entries()) {
      if ((await fact(`part ${part}`)) !== digest) await this.take(part);
    }
    await this.follow();
    await this.people.follow(bundle.people);
    await setFact("fault", this.fault);
    await setFact("bundle", bundle);
    await this.stand(bundle);
  }

  async take(part) {
    const fresh = await this.ask(`/devices/me/bundle/${part}`);
    await keepPart(fresh);
    for (const [tag, ticket] of this.tickets) if (ticket.part === part) this.tickets.delete(tag);
    for (const ticket of fresh.tickets) this.tickets.set(ticket.tag, { ...ticket, part });
  }

  async follow() {
    let last = (await fact("passes")) ?? 0;
    for (;;) {
      const { passes, next } = await this.ask(`/devices/me/passes?after=${last}`);
      const fresh = passes.filter((pass) => !this.knows(pass));
      await keepPasses(fresh);
      fresh.forEach((pass) => this.remember(pass));
      if (next === last) return;
      last = next;
      await setFact("passes", last);
    }
  }

  // What comes of a code, whose it is, and what has to be remembered of it.
  // `ticket` stands for the badge of somebody who was found by name.
  async judge(code, direction, clientId, ticket = null) {
    const reading = ticket ? { ticket: BigInt(ticket), epoch: null } : await readCode(code, this);
    const at = this.now();
    const inside = this.rule.capacity === null ? 0 : this.countInside();
    const attempt = { at, direction, inside };
    if (reading.refusal) return { ...NOBODY, ...decide(reading, null, this.rule, [], attempt), at };
    const { tag, key } = await opened(this.event, reading.ticket);
    const known = this.tickets.get(tag) ?? null;
    const said = decide(reading, known, this.rule, this.passes.get(tag) ?? [], attempt);
    const holder = known ? await unseal(key, known.sealed) : NOBODY;
    const isPass = said.verdict === "green" || said.reason === "never_in";
    const when = new Date(at).toISOString();
    const pass = { tag, client_id: clientId, at: when, direction, gate: this.gate, isOwn: true };
    return { ...holder, ...said, at, tag, pass: isPass ? pass : null };
  }

  countInside() {
    const isIn = (passes) => passes.reduce((last, one) => (one.at >= last.at ? one : last));
    return [...this.passes.values()].filter((passes) => isIn(passes).direction === "in").length;
  }
}
