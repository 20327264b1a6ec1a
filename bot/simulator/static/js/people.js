// The list of people one can be.
import { avatar, el, icon } from "./dom.js";
import { preview } from "./bubbles.js";
import { label } from "./chat.js";
import { askNewPerson } from "./dialogs.js";
import { tell } from "./api.js";
import { TEXTS } from "./texts.js";

export class People {
  /** `onPick(id)` is called when somebody is chosen. */
  constructor(node, onPick) {
    this.onPick = onPick;
    this.seen = new Map();
    this.list = el("nav.people-list");
    this.quota = el("p.quota");
    const add = el("button.add-person", { type: "button", onclick: () => this.#add() }, icon("plus"), TEXTS.newPerson);
    node.append(el("header", {}, el("h1", {}, TEXTS.people), el("p", {}, TEXTS.peopleHint)), this.list, add, this.quota);
  }

  #add() {
    askNewPerson(async (person) => {
      const made = await tell("/simulator/people", person);
      if (made) this.onPick(made.id);
    });
  }

  update(people, quota, current) {
    this.quota.textContent = TEXTS.quota(quota.used, quota.limit);
    const text = JSON.stringify([people, current]);
    if (text === this.shown) return;
    this.shown = text;
    this.list.replaceChildren(...people.map((person) => this.#entry(person, person.id === current)));
  }

  #entry(person, chosen) {
    if (chosen || !this.seen.has(person.id)) this.seen.set(person.id, person.version);
    const news = person.version > this.seen.get(person.id) && person.side === "bot";
    return el("button.person-entry", { type: "button", "aria-current": chosen ? "true" : undefined, dataset: { person: person.id }, onclick: () => this.onPick(person.id) },
      avatar(person.name, person.id),
      el("span.who", {}, el("b", {}, label(person)), el("small", {}, lastWords(person))),
      news ? el("span.news", { "aria-hidden": "true" }) : null);
  }
}

function lastWords(person) {
  if (person.message) return preview(JSON.parse(person.message));
  return person.friend ? TEXTS.notTalkedYet : TEXTS.notFriendYet;
}
