// Building the page. Everything somebody wrote goes in as text, never as HTML.

/** el("button.round.big", {type: "button", onclick: f}, "text", child, null) */
export function el(spec, props = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(node.style, value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const PATHS = {
  back: "M15 5l-7 7 7 7",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12l16-8-6 16-3-7z",
  smile: "M12 21a9 9 0 100-18 9 9 0 000 18zM8.500 14.500c1 1.300 2.200 2 3.500 2s2.500-.7 3.500-2M9 10h.01M15 10h.01",
  mic: "M12 15a3 3 0 003-3V6a3 3 0 10-6 0v6a3 3 0 003 3zM6 11.500a6 6 0 0012 0M12 17.500V21",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9h.01",
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 16.500a3.500 3.500 0 100-7 3.500 3.500 0 000 7z",
  file: "M6 3h8l4 4v14H6zM14 3v5h4",
  pin: "M12 21s7-6.300 7-11.500A7 7 0 005 9.500C5 14.700 12 21 12 21zM12 12a2.500 2.500 0 100-5 2.500 2.500 0 000 5z",
  audio: "M9 18V6l10-2v12M9 18a2.500 2.500 0 11-5 0 2.500 2.500 0 015 0zM19 16a2.500 2.500 0 11-5 0 2.500 2.500 0 015 0z",
  layers: "M12 4l9 5-9 5-9-5zM4 14l8 4.500 8-4.500",
  person: "M12 12a4 4 0 100-8 4 4 0 000 8zM4.500 20c1-4 4-5.500 7.500-5.500s6.500 1.500 7.500 5.500",
  shield: "M12 3l7 3v5c0 5-3 8.500-7 10-4-1.500-7-5-7-10V6zM9 12l2 2 4-4",
  stop: "M7 7h10v10H7z",
  down: "M6 9l6 6 6-6",
};

/** A line drawing, decorative: the button around it carries the name. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, spec = "button.round") {
  return el(spec, { type: "button", "aria-label": label, title: label, onclick }, icon(name));
}

let toastTimer;
export function toast(text) {
  const node = document.getElementById("toast");
  node.textContent = text;
  node.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => node.classList.remove("shown"), 3200);
}

const HUES = ["#3f7fbf", "#c2604f", "#4f9a6b", "#8a63b8", "#c08a2e", "#3a99a8", "#b8578a", "#6b7a3a"];

/** A round picture with the first letter of a name (its leading Thai vowel kept with it). */
export function avatar(name, id) {
  const letter = (name.match(/[ก-ฮA-Za-z0-9]/) || name.match(/./u) || ["?"])[0];
  const hue = HUES[[...id].reduce((sum, c) => sum + c.charCodeAt(0), 0) % HUES.length];
  return el("span.avatar", { style: { background: hue }, "aria-hidden": "true" }, letter);
}

export function accountAvatar() {
  return el("span.avatar.account", { "aria-hidden": "true" }, icon("shield"));
}

export async function copyText(text, done) {
  await navigator.clipboard?.writeText(text);
  toast(done);
}
