// Where a person writes: text, stickers, pictures, files, places, voice, several at once.
import { el, icon, iconButton, toast } from "./dom.js";
import { tell, upload } from "./api.js";
import { askPlace } from "./dialogs.js";
import { preview } from "./bubbles.js";
import { Recorder } from "./recorder.js";
import { STICKERS, TEXTS } from "./texts.js";

const CHOOSERS = {
  picture: { accept: "image/*", multiple: true },
  camera: { accept: "image/*", capture: "environment" },
  audio: { accept: "audio/*", kind: "audio" },
  file: { kind: "file" },
};

export class Composer {
  constructor(chat) {
    this.chat = chat;
    this.waiting = [];
    this.bursting = false;
    this.recorder = new Recorder((file, duration) => this.#upload([file], { kind: "audio", duration }));
    this.#build();
  }

  #build() {
    this.input = el("textarea", { rows: "1", placeholder: TEXTS.message, "aria-label": TEXTS.message,
      oninput: () => this.#changed(), onkeydown: (event) => this.#key(event) });
    this.tray = el("div.tray", { hidden: true });
    this.drawer = el("div.drawer", { hidden: true });
    this.sendButton = iconButton("send", TEXTS.send, () => this.#send(), "button.round.send");
    this.micButton = iconButton("mic", TEXTS.voice, () => this.#record(), "button.round.mic");
    const smile = iconButton("smile", TEXTS.stickers, () => this.#toggle("stickers"), "button.round.inside");
    const row = el("div.write", {}, iconButton("plus", TEXTS.attach, () => this.#toggle("attach")),
      el("div.field-box", {}, this.input, smile), this.micButton, this.sendButton);
    this.node = el("div.composer", {}, this.tray, row, this.drawer);
    this.#changed();
  }

  /** Puts text in for the person to send. */
  fill(text) {
    this.input.value = text;
    this.input.focus();
    this.#changed();
  }

  /** Opens what a camera, picture or location action asks for. */
  choose(what) {
    if (what === "location") return askPlace((place) => this.#say(place));
    const { kind = "", ...props } = CHOOSERS[what];
    const input = el("input", { type: "file", ...props });
    input.addEventListener("change", () => this.#upload([...input.files], { kind }));
    this.#close();
    return input.click();
  }

  #changed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 132)}px`;
    const ready = this.input.value.trim() || this.waiting.length;
    this.sendButton.hidden = !ready;
    this.micButton.hidden = Boolean(ready);
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (this.bursting) this.#keep();
    else this.#send();
  }

  #take() {
    const text = this.input.value.trim();
    this.input.value = "";
    return text ? [{ type: "text", text }] : [];
  }

  #keep() {
    this.waiting.push(...this.#take());
    this.#showTray();
  }

  async #send() {
    const messages = [...this.waiting, ...this.#take()];
    this.waiting = [];
    this.bursting = false;
    this.#showTray();
    if (messages.length) await this.#post(messages);
  }

  async #say(message) {
    this.#close();
    if (!this.bursting) return this.#post([message]);
    this.waiting.push(message);
    return this.#showTray();
  }

  async #post(messages) {
    await tell(`/simulator/people/${this.chat.person}/say`, { messages });
    await this.chat.refresh();
  }

  async #upload(files, fields) {
    if (!files.length) return;
    await upload(`/simulator/people/${this.chat.person}/files`, files, fields);
    await this.chat.refresh();
  }

  #showTray() {
    this.tray.hidden = !this.bursting;
    this.input.placeholder = this.bursting ? TEXTS.burstMessage : TEXTS.message;
    const chips = this.waiting.map((message, index) => el("span.chip", {}, el("span", {}, preview(message)),
      iconButton("close", TEXTS.remove, () => this.#drop(index), "button.tiny")));
    const stop = el("button.plain", { type: "button", onclick: () => this.#stopBurst() }, TEXTS.cancel);
    const all = el("button.main", { type: "button", disabled: !this.waiting.length, onclick: () => this.#send() }, TEXTS.sendAll);
    this.tray.replaceChildren(el("p", {}, icon("layers"), TEXTS.burstHint), el("div.chips", {}, chips), el("div.tray-buttons", {}, stop, all));
    this.#changed();
  }

  #drop(index) {
    this.waiting.splice(index, 1);
    this.#showTray();
  }

  #stopBurst() {
    this.waiting = [];
    this.bursting = false;
    this.#showTray();
  }

  #startBurst() {
    this.bursting = true;
    this.#close();
    this.#keep();
    this.input.focus();
  }

  #close() {
    this.drawer.hidden = true;
    this.drawer.dataset.of = "";
  }

  #toggle(what) {
    if (this.drawer.dataset.of === what) return this.#close();
    this.drawer.dataset.of = what;
    this.drawer.hidden = false;
    return this.drawer.replaceChildren(what === "stickers" ? this.#stickers() : this.#attachments());
  }

  #stickers() {
    return el("div.sticker-grid", {}, STICKERS.map(([packageId, stickerId, emoji, label]) => el("button",
      { type: "button", "aria-label": label, onclick: () => this.#say({ type: "sticker", packageId, stickerId, stickerResourceType: "STATIC", keywords: [label] }) },
      el("span.sticker-picture", {}, emoji), el("span.sticker-label", {}, label))));
  }

  #attachments() {
    const entries = [
      ["picture", TEXTS.picture, () => this.choose("picture")],
      ["camera", TEXTS.camera, () => this.choose("camera")],
      ["pin", TEXTS.location, () => this.choose("location")],
      ["file", TEXTS.file, () => this.choose("file")],
      ["audio", TEXTS.audioFile, () => this.choose("audio")],
      ["layers", TEXTS.burst, () => this.#startBurst()],
    ];
    return el("div.attach-grid", {}, entries.map(([name, text, act]) => el("button", { type: "button", onclick: act },
      el("span.attach-icon", {}, icon(name)), el("span", {}, text))));
  }

  async #record() {
    if (this.recorder.running) return this.#stopRecording();
    if (!(await this.recorder.start())) return toast(TEXTS.noMicrophone);
    this.micButton.classList.add("recording");
    return toast(TEXTS.recording);
  }

  #stopRecording() {
    this.micButton.classList.remove("recording");
    return this.recorder.stop();
  }
}
