// The supervisor's search: open the names, find somebody, say why they come in without a badge.
export class Search {
  // `admit(person, note)` lets somebody in.
  constructor(screen, people, admit) {
    this.screen = screen;
    this.people = people;
    this.admit = admit;
    this.part("phrase-form").addEventListener("submit", (event) => this.unlock(event));
    this.part("find").addEventListener("input", () => this.show());
    this.part("find-form").addEventListener("submit", (event) => event.preventDefault());
    this.part("found").addEventListener("click", (event) => this.choose(event));
  }

  part(name) {
    return this.screen.part(name);
  }

  start() {
    this.part("find").value = this.part("phrase").value = "";
    this.stand();
    this.part("search").showModal();
  }

  stand() {
    this.part("phrase-form").hidden = this.people.isOpen;
    this.part("find-form").hidden = !this.people.isOpen;
    this.say("");
    this.show();
    this.part(this.people.isOpen ? "find" : "phrase").focus();
  }

  say(message) {
    this.screen.text("search-said", message);
  }

  async unlock(event) {
    event.preventDefault();
    const { words } = this.screen;
    const isRight = await this.people.open(this.part("phrase").value);
    if (isRight) this.stand();
    else this.say(isRight === null ? words.noNamesYet : words.wrongPhrase);
  }

  show() {
    const text = this.part("find").value;
    this.shown = this.people.isOpen ? this.people.find(text) : [];
    this.part("found").replaceChildren(...this.shown.map((one, number) => this.row(one, number)));
    this.say(this.people.isOpen && text.trim() && !this.shown.length ? this.screen.words.nobodyFound : "");
  }

  row(person, number) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--secondary";
    button.dataset.person = String(number);
    button.textContent = [person.name, person.organisation, person.ticket_type].filter(Boolean).join(" · ");
    item.append(button);
    return item;
  }

  choose(event) {
    const button = event.target.closest("[data-person]");
    if (!button || !this.part("why").reportValidity()) return;
    this.part("search").close();
    this.admit(this.shown[Number(button.dataset.person)], this.part("why").value.trim());
  }
}
