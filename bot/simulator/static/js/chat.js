// One person's chat: header, bubbles, quick replies, rich menu, the place to write.
import { accountAvatar, copyText, el, icon, iconButton } from "./dom.js";
import { drawItem } from "./bubbles.js";
import { Composer } from "./composer.js";
import { drawMenu } from "./menu.js";
import { perform } from "./actions.js";
import { openMenu } from "./dialogs.js";
import { tell } from "./api.js";
import { TEXTS } from "./texts.js";

export class Chat {
  constructor(person, account, callbacks) {
    this.person = person.id;
    this.account = account;
    this.refresh = callbacks.refresh;
    this.items = new Map();
    this.version = 0;
    this.pinned = true; // the newest bubble stays in sight, also when a drawer takes room
    this.menuText = undefined;
    this.composer = new Composer(this);
    this.#build(person, callbacks.leave);
  }

  #build(person, leave) {
    this.list = el("div.bubbles", { role: "log", "aria-live": "polite" });
    this.dots = el("div.row.bot.first.typing", { hidden: true, "aria-label": TEXTS.typing },
      accountAvatar(), el("div.dots", {}, el("i"), el("i"), el("i")));
    this.scroller = el("div.scroller", { tabIndex: 0, onscroll: () => { this.pinned = this.#atEnd(); } }, this.list, this.dots);
    new ResizeObserver(() => { if (this.pinned) this.#toEnd(); }).observe(this.scroller);
    this.quick = el("div.quick", { role: "group", "aria-label": TEXTS.quickReplies, hidden: true });
    this.menu = el("div.menu", { hidden: true });
    this.gate = el("div.gate", { hidden: true });
    const title = el("div.title", {}, el("b", {}, icon("shield"), this.account), el("small", {}, label(person)));
    const header = el("header.bar", {}, iconButton("back", TEXTS.back, leave, "button.round.back"),
      accountAvatar(), title, iconButton("more", TEXTS.more, (event) => this.#openOptions(event)));
    this.node = el("section.chat", {}, header, this.scroller, this.quick, this.gate, this.composer.node, this.menu);
  }

  #openOptions(event) {
    const block = this.blocked ? ["unblock", TEXTS.unblock] : ["block", TEXTS.block];
    const entries = this.friend ? [[block[1], () => this.change(block[0])]] : [[TEXTS.addFriend, () => this.change("follow")]];
    openMenu([...entries, [TEXTS.copyUserId, () => copyText(this.person, TEXTS.copied)]], event.clientX, event.clientY + 12);
  }

  async change(act) {
    await tell(`/simulator/people/${this.person}/${act}`);
    await this.refresh();
  }

  async act(action, item) {
    return perform(action, this, item);
  }

  /** Takes what the simulator said about this chat into the page. */
  update(state, version) {
    this.version = version;
    this.friend = state.friend;
    this.blocked = state.blocked;
    for (const item of state.items) this.#put(item);
    this.dots.hidden = !state.loading;
    this.#showQuickReplies();
    this.#showGate();
    this.#showMenu(state.menu);
    if (this.pinned || state.items.some((item) => item.side === "person")) this.#toEnd();
  }

  #atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < 80;
  }

  #toEnd() {
    const jump = () => { this.scroller.scrollTop = this.scroller.scrollHeight; };
    jump();
    for (const picture of this.list.querySelectorAll("img")) {
      if (!picture.complete) picture.addEventListener("load", jump, { once: true });
    }
  }

  #put(item) {
    const known = this.items.get(item.id);
    const before = known ? known.before : this.last;
    const row = drawItem(item, before?.side !== "bot" || before.day !== day(item), this);
    row.id = `item-${item.id}`;
    if (known) known.row.replaceWith(row);
    else this.#append(item, row);
    this.items.set(item.id, { item, row, before });
    if (!known) this.last = { id: item.id, side: item.side, day: day(item) };
  }

  #append(item, row) {
    if (this.last?.day !== day(item)) this.list.append(el("div.day", {}, el("span", {}, dayName(item))));
    this.list.append(row);
  }

  #showQuickReplies() {
    const newest = [...this.items.values()].map((entry) => entry.item).filter((item) => item.side !== "note").pop();
    const items = newest?.side === "bot" && !newest.tapped ? newest.message.quickReply?.items : undefined;
    const shown = items ? `${newest.id}` : "";
    if (this.quick.dataset.of === shown) return;
    this.quick.dataset.of = shown;
    this.quick.hidden = !items;
    this.quick.replaceChildren(...(items || []).map((each) => this.#quickButton(each, newest)));
    this.quick.scrollLeft = 0;
  }

  #quickButton(quick, item) {
    const picture = quick.imageUrl ? el("img", { src: quick.imageUrl, alt: "" }) : symbol(quick.action.type);
    return el("button.quick-reply", { type: "button", onclick: () => this.act(quick.action, item.id) },
      picture, el("span", {}, quick.action.label));
  }

  #showGate() {
    const shut = !this.friend || this.blocked;
    this.composer.node.hidden = shut;
    this.gate.hidden = !shut;
    const kind = this.blocked ? "unblock" : "follow";
    if (!shut || this.gate.dataset.kind === kind) return;
    this.gate.dataset.kind = kind;
    const [hint, button] = this.blocked ? [TEXTS.blockedHint, TEXTS.unblock] : [TEXTS.addFriendHint, TEXTS.addFriend];
    this.gate.replaceChildren(el("p", {}, hint), el("button.main", { type: "button", onclick: () => this.change(kind) }, button));
  }

  #showMenu(menu) {
    const shown = this.friend && !this.blocked ? menu : null;
    const text = JSON.stringify(shown);
    if (text === this.menuText) return;
    this.menuText = text;
    this.menu.hidden = !shown;
    this.menu.replaceChildren(...(shown ? drawMenu(shown, (action) => this.act(action)) : []));
  }
}

export function label(person) {
  return [person.role, person.name].filter(Boolean).join(" ");
}

function symbol(kind) {
  const name = { camera: "camera", cameraRoll: "picture", location: "pin" }[kind];
  return name ? icon(name) : null;
}

function day(item) {
  return new Date(item.at).toDateString();
}

function dayName(item) {
  const yesterday = new Date(Date.now() - 86400000).toDateString();
  if (day(item) === new Date().toDateString()) return TEXTS.today;
  if (day(item) === yesterday) return TEXTS.yesterday;
  return new Date(item.at).toLocaleDateString("th-TH", { day: "numeric", month: "short", year: "numeric" });
}
