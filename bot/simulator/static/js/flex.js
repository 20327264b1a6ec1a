// Draws Flex Messages. Measures are those of LINE's Flex Message layout documentation.
import { el, icon } from "./dom.js";

const SPACE = { none: "0", xs: "2px", sm: "4px", md: "8px", lg: "12px", xl: "16px", xxl: "20px" };
const TEXT = {
  xxs: "11px", xs: "13px", sm: "14px", md: "16px", lg: "19px", xl: "22px", xxl: "29px",
  "3xl": "35px", "4xl": "48px", "5xl": "74px",
};
const IMAGE = {
  xxs: "40px", xs: "60px", sm: "80px", md: "100px", lg: "120px", xl: "140px", xxl: "160px",
  "3xl": "180px", "4xl": "200px", "5xl": "220px", full: "100%",
};
const BORDER = { none: "0", light: "0.5px", normal: "1px", medium: "2px", "semi-bold": "3px", bold: "4px" };
const POSITION = { start: "flex-start", end: "flex-end", center: "center", top: "flex-start", bottom: "flex-end" };
const BLOCKS = ["header", "hero", "body", "footer"];

function measure(value, names) {
  if (value === undefined) return undefined;
  return names[value] ?? (/^\d+(\.\d+)?(px|%)$/.test(value) ? value : undefined);
}

/** Returns the drawing of a bubble or a carousel; `onAction(action)` is called for taps. */
export function drawFlex(container, onAction) {
  if (container.type !== "carousel") return drawBubble(container, onAction);
  const bubbles = container.contents.map((bubble) => drawBubble(bubble, onAction));
  return el("div.flex-carousel", { tabIndex: 0 }, bubbles);
}

function drawBubble(bubble, onAction) {
  const blocks = BLOCKS.filter((name) => bubble[name]).map((name) => drawBlock(bubble, name, onAction));
  const node = el(`div.flex-bubble.size-${bubble.size || "mega"}`, { dir: bubble.direction || "ltr" }, blocks);
  return tappable(node, bubble, onAction);
}

function drawBlock(bubble, name, onAction) {
  const style = bubble.styles?.[name] || {};
  const child = draw(bubble[name], "vertical", onAction);
  const node = el(`div.flex-${name}`, {}, child);
  if (bubble[name].type === "box") padded(node, child);
  node.style.background = style.backgroundColor || "";
  if (style.separator) node.style.borderTop = `1px solid ${style.separatorColor || "#d4d6da"}`;
  return node;
}

// A block's own padding gives way to what its box asks for.
function padded(node, child) {
  if (child.style.padding || child.dataset.padded) node.classList.add("bare");
}

const DRAWERS = { box: drawBox, text: drawText, button: drawButton, image: drawImage, icon: drawIcon,
  separator: drawSeparator, filler: () => el("div.flex-filler"), video: drawVideo };

function draw(part, layout, onAction) {
  const drawer = DRAWERS[part.type];
  if (!drawer) return el("div.flex-unknown", {}, part.type);
  const node = drawer(part, layout, onAction);
  grow(node, part, layout);
  place(node, part);
  return part.type === "button" ? node : tappable(node, part, onAction);
}

function grow(node, part, layout) {
  const across = layout !== "vertical";
  const fixed = ["separator", "icon"].includes(part.type) || part.width || part.type === "spacer";
  const factor = part.flex ?? (part.type === "filler" || (across && !fixed) ? 1 : 0);
  node.style.flex = factor ? `${factor} ${across ? "1 0" : "0 auto"}` : "0 0 auto";
  if (across && part.flex === 0) node.style.maxWidth = "100%";
}

function place(node, part) {
  if (part.position === "absolute") node.style.position = "absolute";
  const sides = { offsetTop: "top", offsetBottom: "bottom", offsetStart: "insetInlineStart", offsetEnd: "insetInlineEnd" };
  for (const [name, side] of Object.entries(sides)) {
    const value = measure(part[name], SPACE);
    if (value) {
      node.style.position ||= "relative";
      node.style[side] = value;
    }
  }
  if (part.gravity) node.style.alignSelf = POSITION[part.gravity];
}

function drawBox(box, _layout, onAction) {
  const node = el(`div.flex-box.${box.layout}`);
  box.contents.forEach((part, index) => {
    const child = draw(part, box.layout, onAction);
    const gap = measure(part.margin ?? (index ? box.spacing : undefined), SPACE);
    if (gap) child.style[box.layout === "vertical" ? "marginTop" : "marginInlineStart"] = gap;
    node.append(child);
  });
  paint(node, box);
  pad(node, box);
  return node;
}

function paint(node, box) {
  const style = node.style;
  style.background = gradient(box.background) || box.backgroundColor || "";
  style.borderRadius = measure(box.cornerRadius, SPACE) || "";
  if (box.cornerRadius) style.overflow = "hidden";
  if (box.borderWidth || box.borderColor) {
    style.border = `${measure(box.borderWidth ?? "normal", BORDER)} solid ${box.borderColor || "#000"}`;
  }
  for (const name of ["width", "height", "maxWidth", "maxHeight"]) style[name] = measure(box[name], {}) || "";
  style.justifyContent = POSITION[box.justifyContent] || box.justifyContent || "";
  style.alignItems = POSITION[box.alignItems] || "";
}

function gradient(background) {
  if (background?.type !== "linearGradient") return "";
  const middle = background.centerColor
    ? `, ${background.centerColor} ${background.centerPosition || "50%"}` : "";
  return `linear-gradient(${background.angle}, ${background.startColor}${middle}, ${background.endColor})`;
}

function pad(node, box) {
  const sides = { paddingTop: "paddingTop", paddingBottom: "paddingBottom",
    paddingStart: "paddingInlineStart", paddingEnd: "paddingInlineEnd" };
  const all = measure(box.paddingAll, SPACE);
  if (all) node.style.padding = all;
  for (const [name, side] of Object.entries(sides)) {
    const value = measure(box[name], SPACE);
    if (value) node.style[side] = value;
  }
  if (all || Object.keys(sides).some((name) => box[name])) node.dataset.padded = "yes";
}

function drawText(part) {
  const node = el("div.flex-text", {}, part.contents?.length ? part.contents.map(drawSpan) : part.text);
  dress(node, part);
  node.style.fontSize = measure(part.size, TEXT) || TEXT.md;
  node.style.textAlign = part.align || "";
  node.style.lineHeight = part.lineSpacing ? `calc(1.4em + ${part.lineSpacing})` : "";
  if (part.wrap) node.classList.add("wrap");
  if (part.wrap && part.maxLines) {
    node.classList.add("clamped");
    node.style.webkitLineClamp = part.maxLines;
  }
  return node;
}

function drawSpan(span) {
  const node = el("span", {}, span.text || "");
  dress(node, span);
  node.style.fontSize = measure(span.size, TEXT) || "";
  return node;
}

function dress(node, part) {
  node.style.color = part.color || "";
  node.style.fontWeight = part.weight === "bold" ? "700" : "";
  node.style.fontStyle = part.style === "italic" ? "italic" : "";
  if (part.decoration && part.decoration !== "none") node.style.textDecoration = part.decoration;
}

function drawButton(part, _layout, onAction) {
  const kind = part.style || "link";
  const node = el(`button.flex-button.${kind}.${part.height || "md"}`,
    { type: "button", onclick: () => onAction(part.action) }, el("span", {}, part.action.label || ""));
  if (part.color) node.style[kind === "link" ? "color" : "background"] = part.color;
  return node;
}

function drawImage(part) {
  const [width, height] = (part.aspectRatio || "1:1").split(":").map(Number);
  const picture = el("img", { src: part.url, alt: "", loading: "lazy" });
  const node = el("div.flex-image", { style: {
    width: measure(part.size, IMAGE) || IMAGE.md, aspectRatio: `${width} / ${height}`, background: part.backgroundColor || "",
    marginInline: part.align === "start" ? "0 auto" : part.align === "end" ? "auto 0" : "auto",
  } }, picture);
  picture.style.objectFit = part.aspectMode === "cover" ? "cover" : "contain";
  picture.addEventListener("error", () => node.replaceChildren(icon("picture")));
  return node;
}

function drawIcon(part) {
  const size = measure(part.size, TEXT) || TEXT.md;
  return el("img.flex-icon", { src: part.url, alt: "", style: { width: size, height: size } });
}

function drawSeparator(part, layout) {
  const node = el(`div.flex-separator.in-${layout}`);
  node.style.background = part.color || "";
  return node;
}

function drawVideo(part) {
  return el("video.flex-video", { src: part.url, poster: part.previewUrl, controls: true });
}

function tappable(node, part, onAction) {
  if (!part.action) return node;
  node.classList.add("tappable");
  node.setAttribute("role", "button");
  node.tabIndex = 0;
  node.addEventListener("click", (event) => {
    event.stopPropagation();
    onAction(part.action);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === node) onAction(part.action);
  });
  return node;
}
