// Small windows: new person, a place, a date, a picture in full.
import { el, iconButton } from "./dom.js";
import { PLACES, TEXTS } from "./texts.js";

/** Shows a form; `onDone` runs when it is sent with everything required filled in. */
export function openDialog(title, fields, doneLabel, onDone) {
  const dialog = el("dialog.sheet", { "aria-label": title });
  const form = el("form", { method: "dialog", onsubmit: onDone },
    el("h2", {}, title), fields,
    el("div.sheet-buttons", {},
      el("button.plain", { type: "button", onclick: () => dialog.close() }, TEXTS.cancel),
      el("button.main", { type: "submit" }, doneLabel)));
  return show(dialog, form);
}

function show(dialog, ...content) {
  dialog.append(...content);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function field(label, props) {
  const input = el("input", props);
  if (props.value !== undefined) input.value = props.value;
  return [input, el("label.field", {}, el("span", {}, label), input)];
}

export function askNewPerson(onDone) {
  const [name, nameField] = field(TEXTS.newPersonName, { required: true, maxlength: "60", autocomplete: "off" });
  const role = el("select", {}, TEXTS.roles.map((text) => el("option", {}, text)));
  const roleField = el("label.field", {}, el("span", {}, TEXTS.newPersonRole), role);
  openDialog(TEXTS.newPerson, [nameField, roleField], TEXTS.create,
    () => onDone({ name: name.value.trim(), role: role.value }));
  name.focus();
}

export function askPlace(onDone) {
  const [title, titleField] = field(TEXTS.place, { maxlength: "100" });
  const [address, addressField] = field(TEXTS.address, { required: true, maxlength: "100" });
  const [latitude, latitudeField] = field(TEXTS.latitude, { type: "number", step: "any", min: "-90", max: "90", required: true });
  const [longitude, longitudeField] = field(TEXTS.longitude, { type: "number", step: "any", min: "-180", max: "180", required: true });
  const fill = (place) => [title, address, latitude, longitude].forEach((input, index) => { input.value = place[index]; });
  const presets = el("div.presets", { role: "group", "aria-label": TEXTS.presets },
    PLACES.map((place) => el("button.chip", { type: "button", onclick: () => fill(place) }, place[0])));
  const numbers = el("div.pair", {}, latitudeField, longitudeField);
  openDialog(TEXTS.location, [presets, titleField, addressField, numbers], TEXTS.sendPlace, () => onDone({
    type: "location", ...(title.value ? { title: title.value } : {}), address: address.value,
    latitude: Number(latitude.value), longitude: Number(longitude.value),
  }));
  fill(PLACES[0]);
}

export function showPicture(url) {
  const dialog = el("dialog.viewer", { "aria-label": TEXTS.picture });
  show(dialog, iconButton("close", TEXTS.close, () => dialog.close(), "button.round.light"), el("img", { src: url, alt: "" }));
}

/** A small menu at a point of the screen: [[label, action], ...]. */
export function openMenu(entries, x, y) {
  const dialog = el("dialog.popup");
  const buttons = entries.map(([label, act]) => el("button", { type: "button", onclick: () => { dialog.close(); act(); } }, label));
  show(dialog, ...buttons);
  dialog.style.left = `${Math.max(8, Math.min(x, innerWidth - dialog.offsetWidth - 8))}px`;
  dialog.style.top = `${Math.max(8, Math.min(y, innerHeight - dialog.offsetHeight - 8))}px`;
}
