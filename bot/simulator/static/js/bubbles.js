// Draws the messages of a chat.
import { accountAvatar, copyText, el, icon } from "./dom.js";
import { drawFlex } from "./flex.js";
import { templateAsFlex } from "./templates.js";
import { openMenu, showPicture } from "./dialogs.js";
import { tell } from "./api.js";
import { STICKERS, TEXTS } from "./texts.js";

const ADDRESS = /(https?:\/\/[^\s<>"]+)/g;

/** Returns the row of one item. `chat` has person, account, act(action, item?) and refresh(). */
export function drawItem(item, first, chat) {
  const message = item.message;
  if (item.side === "note" || message.type === "unsent") {
    const text = message.type === "unsent" ? TEXTS.unsent : TEXTS.notes[message.type];
    return el("div.note", {}, el("span", {}, text), item.state === "failed" ? retry(item, chat) : null);
  }
  return item.side === "bot" ? botRow(item, first, chat) : personRow(item, chat);
}

function botRow(item, first, chat) {
  const name = item.message.sender?.name ? `${item.message.sender.name} · ${chat.account}` : chat.account;
  const body = el("div.stack", {}, first ? el("div.sender", {}, name) : null,
    el("div.line", {}, content(item, chat), stamp(item)));
  return el(`div.row.bot${first ? ".first" : ""}`, { dataset: { kind: item.message.type } },
    first ? accountAvatar() : el("span.avatar-gap"), body);
}

function personRow(item, chat) {
  const more = el("button.own-more", { type: "button", "aria-label": TEXTS.more, onclick: (event) => own(item, chat, event) }, icon("more"));
  const row = el("div.row.person", { dataset: { kind: item.message.type } },
    el("div.line", {}, more, stamp(item), content(item, chat)),
    item.state === "failed" ? retry(item, chat) : null);
  onLongPress(row.querySelector(".line > :last-child"), (event) => own(item, chat, event));
  return row;
}

function stamp(item) {
  const at = new Date(item.at);
  const time = `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
  return el("div.stamp", {}, item.side === "person" ? mark(item) : null, el("time", {}, time));
}

function mark(item) {
  if (item.state === "done") return el("span", {}, TEXTS.read);
  if (item.state !== "waiting") return null;
  const left = Math.max(0, 1800 - (Date.now() - item.at)); // a healthy bot answers before it shows
  return el("span.waiting", { style: { animationDelay: `${left}ms` } }, TEXTS.waiting);
}

function retry(item, chat) {
  const again = async () => { await tell(`/simulator/deliveries/${item.delivery}/again`); chat.refresh(); };
  return el("div.failed", {}, TEXTS.failed, el("button", { type: "button", onclick: again }, TEXTS.again));
}

function own(item, chat, event) {
  event.preventDefault();
  const unsend = async () => {
    await tell(`/simulator/people/${chat.person}/unsend`, { messageId: item.messageId });
    chat.refresh();
  };
  const copy = item.message.text ? [[TEXTS.copy, () => copyText(item.message.text, TEXTS.copied)]] : [];
  openMenu([...copy, [TEXTS.unsend, unsend]], event.clientX, event.clientY);
}

function onLongPress(node, act) {
  let timer;
  node.addEventListener("contextmenu", act);
  node.addEventListener("touchstart", (event) => {
    const { clientX, clientY } = event.touches[0];
    timer = setTimeout(() => act({ clientX, clientY, preventDefault() {} }), 500);
  }, { passive: true });
  for (const name of ["touchend", "touchmove", "touchcancel"]) node.addEventListener(name, () => clearTimeout(timer));
}

const DRAWERS = {
  text: (item) => el("div.bubble.text", {}, withLinks(item.message.text)),
  textV2: (item) => el("div.bubble.text", {}, withLinks(filledIn(item.message))),
  sticker: drawSticker,
  image: drawImage,
  audio: (item) => el("div.bubble.media", {}, icon("mic"), el("audio", { controls: true, preload: "metadata", src: source(item) })),
  video: (item) => el("video.video", { controls: true, preload: "metadata", src: source(item), poster: item.message.previewImageUrl }),
  file: drawFile,
  location: drawLocation,
  flex: (item, chat) => drawFlex(item.message.contents, (action) => chat.act(action)),
  template: (item, chat) => drawFlex(templateAsFlex(item.message.template), (action) => chat.act(action)),
};

function content(item, chat) {
  const drawer = DRAWERS[item.message.type];
  return drawer ? drawer(item, chat) : el("div.bubble.text", {}, TEXTS.unknownMessage(item.message.type));
}

function withLinks(text) {
  return text.split(ADDRESS).map((part, index) => (index % 2
    ? el("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part));
}

function filledIn(message) {
  return message.text.replace(/\{\{|\}\}|\{(\w+)\}/g, (whole, key) => {
    if (!key) return whole[0];
    return message.substitution?.[key]?.type === "mention" ? "@" : "🙂";
  });
}

function source(item) {
  return item.message.originalContentUrl || `/simulator/content/${item.messageId}`;
}

function drawSticker(item) {
  const { packageId, stickerId } = item.message;
  const known = STICKERS.find(([pack, id]) => pack === packageId && id === stickerId);
  const label = known ? known[3] : `${packageId}/${stickerId}`;
  return el("div.sticker", { role: "img", "aria-label": `${TEXTS.stickers} ${label}` },
    el("span.sticker-picture", {}, known ? known[2] : "🏷️"), el("span.sticker-label", {}, label));
}

function drawImage(item) {
  const picture = el("img", { src: item.message.previewImageUrl || source(item), alt: TEXTS.picture });
  const button = el("button.picture", { type: "button", "aria-label": TEXTS.picture, onclick: () => showPicture(source(item)) }, picture);
  picture.addEventListener("error", () => button.replaceChildren(icon("picture"), TEXTS.pictureMissing));
  return button;
}

function drawFile(item) {
  const { fileName, fileSize } = item.message;
  return el("a.bubble.file", { href: source(item), download: fileName },
    icon("file"), el("span", {}, el("b", {}, fileName), el("small", {}, readableSize(fileSize))));
}

function readableSize(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function drawLocation(item) {
  const { title, address, latitude, longitude } = item.message;
  return el("div.bubble.place", {},
    el("div.map", { "aria-hidden": "true" }, icon("pin")),
    el("b", {}, title || TEXTS.location), el("span", {}, address || ""),
    el("small", {}, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`));
}

/** One line for the list of people. */
export function preview(message) {
  if (message.type === "text" || message.type === "textV2") return message.text;
  return message.altText || TEXTS.previews[message.type] || TEXTS.notes[message.type] || "";
}
