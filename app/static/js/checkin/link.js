// The way to the server. Every scan is kept before it is sent and forgotten only when answered;
// it carries its own id, so that sending it again does no harm.
import { newId } from "../new-id.js";
import { countWaiting, forget, keep, waiting } from "./store.js";

const PATIENCE = 4000;
const BATCH = 500;
const AGAIN = 5000;

export class Refused extends Error {}

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
  throw new Refused(problem.code ?? `${response.status}`);
}

const upload = (secret, scans, patience) =>
  call("/scans", {
    secret,
    patience,
    body: {
      sent_at: new Date().toISOString(),
      scans: scans.map(({ client_id, code, scanned_at }) => ({ client_id, code, scanned_at })),
    },
  });

export class Link {
  // `changed({online, waiting, refused})` and `answered(result)` are told what happens.
  constructor({ changed, answered }) {
    this.changed = changed;
    this.answered = answered;
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

  // The answer to one scan, or null if it is saved and will be checked later.
  async scan(secret, code) {
    const scan = { client_id: newId(), code, scanned_at: new Date().toISOString(), secret };
    this.inHand.add(scan.client_id);
    try {
      await keep(scan);
      this.say(this.online);
      return { scan, result: await this.send(secret, [scan], PATIENCE) };
    } finally {
      this.inHand.delete(scan.client_id);
    }
  }

  async send(secret, scans, patience) {
    try {
      const { results } = await upload(secret, scans, patience);
      for (const result of results) await forget(result.client_id);
      this.refused = false;
      await this.say(true);
      return results.length === 1 ? results[0] : results;
    } catch (error) {
      this.refused = error instanceof Refused;
      await this.say(this.refused);
      return null;
    }
  }

  async drain() {
    if (this.isDraining) return;
    this.isDraining = true;
    try {
      const due = (await waiting()).filter((scan) => !this.inHand.has(scan.client_id));
      for (const [secret, scans] of Map.groupBy?.(due, (scan) => scan.secret) ?? grouped(due)) {
        for (let start = 0; start < scans.length; start += BATCH) {
          const sent = await this.send(secret, scans.slice(start, start + BATCH), 20000);
          if (!sent) break;
          [sent].flat().forEach((result) => this.answered(result));
        }
      }
      if (!due.length) await this.say(navigator.onLine && this.online);
    } finally {
      this.isDraining = false;
    }
  }
}

function grouped(scans) {
  const groups = new Map();
  for (const scan of scans) groups.set(scan.secret, [...(groups.get(scan.secret) ?? []), scan]);
  return groups;
}
