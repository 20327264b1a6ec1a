// The rich menu under a chat: a bar that opens and closes it, and a picture with areas to tap.
import { el, icon } from "./dom.js";

export function drawMenu(menu, onAction) {
  const { width, height } = menu.size;
  const share = (part, whole) => `${(100 * part) / whole}%`;
  const areas = menu.areas.map(({ bounds, action }, index) => el("button.menu-area", {
    type: "button", "aria-label": action.label || action.displayText || action.text || `${index + 1}`,
    onclick: () => onAction(action),
    style: { left: share(bounds.x, width), top: share(bounds.y, height),
      width: share(bounds.width, width), height: share(bounds.height, height) },
  }));
  const picture = el("img", { src: `/simulator/menus/${menu.richMenuId}/image`, alt: menu.name || "" });
  const panel = el("div.menu-panel", { style: { aspectRatio: `${width} / ${height}` }, hidden: !menu.selected }, picture, areas);
  const bar = el("button.menu-bar", { type: "button", "aria-expanded": String(Boolean(menu.selected)) }, menu.chatBarText, icon("down"));
  bar.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    bar.setAttribute("aria-expanded", String(!panel.hidden));
  });
  return [bar, panel];
}
