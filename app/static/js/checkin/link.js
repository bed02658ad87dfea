// The way to the server. Every scan is kept before it is sent and forgotten only when answered;
// it carries its own id, so that sending it again does no harm.
import { countWaiting, forget, waiting, wipe } from "./store.js";

const PATIENCE = 4000;
const LONG = 20_000;
const BATCH = 500;
const AGAIN = 5000;
const SENT = ["client_id", "code", "scanned_at", "direction", "told", "sequence", "ticket_id", "note", "was_full"];

export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.isOver = status === 401;
  }
}

export async function call(path, { secret, body, method = "POST", patience = PATIENCE } = {}) {
  const headers = { Accept: "application/json" };
  if (secret) headers.Authorization = `Bearer ${secret}`;
  if (body) headers["Content-Type"] = "application/json";
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers,
    body: body && JSON.stringify(body),
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(patience),
  });
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  if (response.status >= 500 || response.status === 429) throw new Error(`${response.status}`);
  throw new Refused(problem.code ?? `${response.status}`, response.status);
}

const get = (path, secret) => call(path, { secret, method: "GET", patience: LONG });

const asSent = (scan) => Object.fromEntries(SENT.map((name) => [name, scan[name] ?? undefined]));

// The queue as the organiser merges it when its server is gone; app/hub/schemas.py reads it.
export function asFile(here, scans) {
  const { device_id, device_name, event_id, gate_id } = here;
  return {
    format: "innoday-scans",
    version: 1,
    event: event_id,
    source: device_name,
    devices: [{ id: device_id, name: device_name, gate: gate_id }],
    scans: scans.map((scan) => ({ ...asSent(scan), gate: scan.gate, device: scan.device })),
  };
}

async function upload(secret, scans, patience, left) {
  const body = { sent_at: new Date().toISOString(), waiting: left, scans: scans.map(asSent) };
  return call("/scans", { secret, patience, body });
}

export class Link {
  // `changed({online, waiting, refused})` and `answered(result)` are told what happens; `wiped()`
  // that the phone has forgotten everybody.
  constructor({ changed, answered, wiped }) {
    this.changed = changed;
    this.answered = answered;
    this.wiped = wiped;
    this.inHand = new Set();
    this.online = navigator.onLine;
    this.refused = false;
    addEventListener("online", () => this.drain());
    addEventListener("offline", () => this.say(false));
    setInterval(() => this.drain(), AGAIN);
  }

  async say(online) {
    this.online = online;
    this.changed({ online, waiting: await countWaiting(), refused: this.refused });
  }

  // The answer to one scan that is kept already, or null if it will be checked later.
  async send(scan) {
    this.inHand.add(scan.client_id);
    try {
      this.say(this.online);
      const results = await this.upload(scan.secret, [scan], PATIENCE);
      return results?.[0] ?? null;
    } finally {
      this.inHand.delete(scan.client_id);
    }
  }

  async upload(secret, scans, patience) {
    const left = Math.max(0, (await countWaiting()) - scans.length);
    try {
      const { results } = await upload(secret, scans, patience, left);
      await forget(results.map((result) => result.client_id));
      this.refused = false;
      await this.say(true);
      return results;
    } catch (error) {
      this.refused = error instanceof Refused;
      if (error.isOver) await this.over(secret);
      await this.say(this.refused);
      return null;
    }
  }

  // Asks the server; a phone that may scan no more learns it here, too, with nothing to send.
  async ask(path, secret) {
    try {
      return await get(path, secret);
    } catch (error) {
      if (error.isOver) {
        this.refused = true;
        await this.over(secret);
        await this.say(true);
      }
      throw error;
    }
  }

  // Forgets everybody, and then says so; asked again, the phone says it again.
  async over(secret) {
    await wipe();
    this.wiped();
    await call("/devices/wiped", { body: { secret } }).catch(() => {});
  }

  async drain() {
    if (this.isDraining) return;
    this.isDraining = true;
    try {
      const due = (await waiting()).filter((scan) => !this.inHand.has(scan.client_id));
      for (const [secret, scans] of grouped(due)) await this.sendAll(secret, scans);
      if (!due.length) await this.say(navigator.onLine && this.online);
    } finally {
      this.isDraining = false;
    }
  }

  async sendAll(secret, scans) {
    for (let start = 0; start < scans.length; start += BATCH) {
      const results = await this.upload(secret, scans.slice(start, start + BATCH), LONG);
      if (!results) return;
      results.forEach((result) => this.answered(result));
    }
  }
}

function grouped(scans) {
  const groups = new Map();
  for (const scan of scans) groups.set(scan.secret, [...(groups.get(scan.secret) ?? []), scan]);
  return groups;
}
