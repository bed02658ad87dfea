// What a juror's page says of its saves and of the network, in words that the page brings.
import * as store from "./store.js";

export class State {
  constructor(element, queue) {
    this.element = element;
    this.queue = queue;
    queue.addEventListener("changed", () => this.show());
    queue.addEventListener("arrived", () => {
      this.time = new Date().toLocaleTimeString(document.documentElement.lang, {
        hour: "2-digit", minute: "2-digit", hourCycle: "h23",
      });
    });
    queue.addEventListener("sending", () => this.say("saving"));
    this.show();
  }

  async show() {
    const saves = await store.waiting(this.queue.person);
    const stuck = saves.filter((save) => save.state !== "waiting");
    const waits = saves.length - stuck.length;
    if (this.queue.network === "signed-out") this.say("signedOut");
    else if (waits && this.queue.network !== "on") this.say(waits === 1 ? "one" : "many", waits);
    else if (waits) this.say("saving");
    else if (stuck.length) this.say("stuck");
    else if (this.queue.network === "off") this.say("off");
    else this.say(this.time ? "saved" : "idle");
  }

  say(state, count = 0) {
    const words = this.element.dataset[state] ?? "";
    this.element.dataset.state = state;
    const text = words.replace("{count}", count).replace("{time}", this.time ?? "");
    if (this.element.textContent !== text) this.element.textContent = text;
  }
}
