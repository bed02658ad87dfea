// What the volunteer sees: the verdict over the whole screen, the last five scans, the state.
const LAST = 5;
const STAY = { green: 2200, amber: 6000, red: 6000, saved: 2200 };

export class Screen {
  constructor(root, words) {
    this.root = root;
    this.words = words;
    this.last = [];
    this.part("verdict").addEventListener("click", () => this.clear());
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  text(name, value) {
    const element = this.part(name);
    if (element.textContent !== value) element.textContent = value;
    element.hidden = !value;
  }

  mode(name) {
    this.root.dataset.mode = name;
  }

  state({ online, waiting, refused }) {
    const network = this.part("network");
    network.dataset.state = online ? "on" : "off";
    this.text("network-word", online ? this.words.online : this.words.offline);
    this.part("queue").dataset.state = waiting ? "some" : "none";
    this.part("queue-count").textContent = String(waiting);
    this.part("hand-over").hidden = !waiting || (online && !refused);
    if (!refused) this.isWiped = false;
    else this.say(this.isWiped ? this.words.revokedAndWiped : this.words.refused);
  }

  // What the phone decides with: since when, and whether people go out here, too.
  knows({ rule, checkpoint_name, sent_at, people }) {
    this.part("search-tool").hidden = !people;
    this.part("way").hidden = !rule.has_exit;
    this.text("checkpoint", checkpoint_name);
    this.text("as-of", this.words.asOf.replace("{time}", this.time(sent_at)));
  }

  // The phone has forgotten everybody: so does what it shows.
  forget() {
    this.isWiped = true;
    this.part("search-tool").hidden = true;
    this.part("search").close();
    this.part("found").replaceChildren();
    this.last = [];
    this.part("last").replaceChildren();
    this.text("as-of", "");
    this.clear();
  }

  // Badges that came in here and once more; hidden while nothing is new to whoever has looked.
  doubled(all, seen) {
    this.doubles = all.length;
    this.part("doubled").hidden = all.length <= seen;
    this.text("doubled-count", this.words.doubled.replace("{number}", String(all.length)));
    this.part("doubled-list").replaceChildren(...all.map((entries) => this.entries(entries)));
  }

  entries(entries) {
    const item = document.createElement("li");
    const when = entries.map((one) => `${this.time(one.at)} ${one.gate}`);
    item.textContent = when.join(" · ");
    return item;
  }

  say(message) {
    this.text("message", message);
  }

  time(instant) {
    return new Date(instant).toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  }

  reason(result) {
    const sentence = this.words.reasons[result.reason] ?? result.reason;
    const at = result.previous_at ? this.time(result.previous_at) : "";
    return sentence.replace("{time}", at).replace("{gate}", result.previous_gate ?? "");
  }

  checking() {
    this.part("verdict").dataset.verdict = "checking";
    this.show("checking", { word: this.words.checking });
  }

  result(result) {
    this.show(result.verdict, {
      word: this.words[result.verdict],
      name: result.name,
      detail: [result.ticket_type, result.role, result.organisation].filter(Boolean).join(" · "),
      reason: this.reason(result),
    });
    this.note(result);
  }

  saved(scan) {
    this.show("saved", { word: this.words.saved, reason: this.words.savedReason });
    this.note({ client_id: scan.client_id, verdict: "saved", scanned_at: scan.scanned_at, name: "" });
  }

  show(verdict, { word, name = "", detail = "", reason = "" }) {
    clearTimeout(this.timer);
    const panel = this.part("verdict");
    panel.dataset.verdict = verdict;
    panel.hidden = false;
    this.text("word", word);
    this.text("name", name);
    this.text("detail", detail);
    this.text("reason", reason);
    if (STAY[verdict]) this.timer = setTimeout(() => this.clear(), STAY[verdict]);
  }

  clear() {
    this.part("verdict").hidden = true;
  }

  note(result) {
    const known = this.last.findIndex((one) => one.client_id === result.client_id);
    if (known >= 0) this.last[known] = result;
    else this.last = [result, ...this.last].slice(0, LAST);
    this.part("last").replaceChildren(...this.last.map((one) => this.row(one)));
    this.part("last-empty").hidden = this.last.length > 0;
  }

  row(result) {
    const item = document.createElement("li");
    item.className = "scanner__scan";
    item.dataset.verdict = result.verdict;
    item.dataset.scan = result.client_id;
    const word = result.verdict === "saved" ? this.words.saved : this.words[result.verdict];
    const parts = [
      ["scanner__scan-word", word],
      ["scanner__scan-name", result.name || (result.reason ? this.reason(result) : this.words.savedReason)],
      ["scanner__scan-time", this.time(result.scanned_at)],
    ];
    for (const [className, text] of parts) {
      const part = document.createElement("span");
      part.className = className;
      part.textContent = text;
      item.append(part);
    }
    return item;
  }
}
