// What a tap does: on a quick reply, a button in a card, an area of the rich menu.
import { copyText, el, toast } from "./dom.js";
import { tell } from "./api.js";
import { openDialog } from "./dialogs.js";
import { TEXTS } from "./texts.js";

const PICKERS = {
  date: ["date", TEXTS.pickDate],
  time: ["time", TEXTS.pickTime],
  datetime: ["datetime-local", TEXTS.pickDatetime],
};

/**
 * Performs a LINE action.
 * @param chat  {person, refresh, composer}
 * @param item  id of the bubble whose quick reply was tapped, if it was one
 */
export async function perform(action, chat, item) {
  const act = LOCAL[action.type];
  if (act) return act(action, chat, item);
  return post(action, chat, item);
}

async function post(action, chat, item, params) {
  const body = { action, ...(item ? { item } : {}), ...(params ? { params } : {}) };
  await tell(`/simulator/people/${chat.person}/tap`, body);
  if (action.inputOption === "openKeyboard") chat.composer.fill(action.fillInText || "");
  await chat.refresh();
}

const LOCAL = {
  uri: (action) => openUri(action.uri),
  clipboard: (action) => copyText(action.clipboardText, TEXTS.copied),
  camera: (_action, chat) => chat.composer.choose("camera"),
  cameraRoll: (_action, chat) => chat.composer.choose("picture"),
  location: (_action, chat) => chat.composer.choose("location"),
  datetimepicker: (action, chat, item) => pick(action, (params) => post(action, chat, item, params)),
};

export function openUri(uri) {
  if (uri.startsWith("tel:")) return toast(TEXTS.calls(uri.slice(4)));
  return /^https?:\/\//i.test(uri) ? window.open(uri, "_blank", "noopener") : toast(uri);
}

function pick(action, done) {
  const [type, title] = PICKERS[action.mode];
  const tidy = (value) => (value ? value.replace("t", "T") : undefined);
  const input = el("input", { type, required: true, min: tidy(action.min), max: tidy(action.max), value: tidy(action.initial) || "" });
  if (action.initial) input.value = tidy(action.initial);
  openDialog(title, [input], TEXTS.ok, () => done({ [action.mode]: input.value }));
}
