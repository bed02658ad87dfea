// The way of a juror's saves to the server: one after the other, each under a name of its own, so
// that sending it again does no harm; it is forgotten on this device only when answered.
import { newId } from "../new-id.js";
import * as store from "./store.js";

const PATIENCE = 10000;
// Not every browser tells that the network is back, so what waits is tried again soon.
const AGAIN = 3000;
const LOCK = "innoday-jury-queue";
const OUTDATED = new Set([400, 401]);

const isWaiting = (save) => save.state === "waiting";

export class Queue extends EventTarget {
  constructor(person) {
    super();
    this.person = person;
    this.network = navigator.onLine ? "on" : "off";
    localStorage.setItem(store.USED, person);
    addEventListener("online", () => this.flush());
    addEventListener("offline", () => this.turn("off"));
  }

  async add({ address, base, content, submit = false }) {
    const save = { client_id: newId(), person: this.person, address, base, content, submit };
    await store.add(save);
    this.tell("changed");
    this.flush();
  }

  tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  turn(network) {
    this.network = network;
    this.tell("changed");
  }

  flush() {
    this.isAsked = true;
    this.flushing ??= this.alone(() => this.sendAll()).finally(() => {
      this.flushing = undefined;
      this.tell("changed");
    });
    return this.flushing;
  }

  alone(work) {
    return navigator.locks ? navigator.locks.request(LOCK, work) : work();
  }

  async sendAll() {
    clearTimeout(this.timer);
    while (this.isAsked) {
      this.isAsked = false;
      for (let save = await this.next(); save; save = await this.next()) {
        if (await this.send(save)) continue;
        this.timer = setTimeout(() => this.flush(), AGAIN);
        return;
      }
    }
  }

  // The oldest save of a scorecard that nothing stands in the way of.
  async next() {
    const stuck = new Set();
    for (const save of await store.waiting(this.person)) {
      if (!isWaiting(save)) stuck.add(save.address);
      else if (!stuck.has(save.address)) return save;
    }
    return undefined;
  }

  // True when the server has said what becomes of it; false when it is to be asked again.
  async send(save) {
    this.tell("sending", save);
    let response;
    try {
      response = await this.post(save);
    } catch {
      this.turn("off");
      return false;
    }
    this.network = "on";
    return this.take(save, response);
  }

  post({ address, base, content, submit, client_id: name }) {
    const token = document.querySelector("input[name=csrf_token]")?.value ?? "";
    const body = new URLSearchParams(content);
    body.set("csrf_token", token);
    body.set("version", base);
    body.set("client_id", name);
    if (submit) body.set("submit", "1");
    return fetch(address, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "autosave", Accept: "application/json" },
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  async take(save, response) {
    const { status } = response;
    if (response.redirected || OUTDATED.has(status)) {
      this.turn("signed-out");
      return false;
    }
    if (status === 429 || status >= 500) {
      this.turn("busy");
      return false;
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) {
      this.tell("numbered", { save, answer }); // before the store forgets that it waits
      await store.arrived(save, answer.version);
      this.tell("arrived", { save, answer });
    } else {
      const state = answer.code === "changed_meanwhile" ? "conflict" : "refused";
      await store.note(save, { state, words: answer.title ?? "" });
      this.tell("stuck", { save: { ...save, state, words: answer.title }, status });
    }
    return true;
  }
}
