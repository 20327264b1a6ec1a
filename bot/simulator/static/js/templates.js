// Template messages are drawn as the Flex bubbles they look like.

export function templateAsFlex(template) {
  if (template.type === "carousel") return carousel(template.columns.map(column));
  if (template.type === "image_carousel") return carousel(template.columns.map(imageColumn));
  return template.type === "confirm" ? confirm(template) : column(template);
}

function carousel(contents) {
  return { type: "carousel", contents };
}

function column(part) {
  const title = part.title ? [{ type: "text", text: part.title, weight: "bold", wrap: true }] : [];
  const text = { type: "text", text: part.text, size: "sm", color: "#666666", wrap: true };
  return {
    type: "bubble",
    size: "kilo",
    ...(part.thumbnailImageUrl ? { hero: picture(part.thumbnailImageUrl, part.imageAspectRatio) } : {}),
    body: { type: "box", layout: "vertical", spacing: "sm", contents: [...title, text] },
    footer: { type: "box", layout: "vertical", contents: part.actions.map(button) },
  };
}

function imageColumn(part) {
  const action = part.action.label ? { footer: { type: "box", layout: "vertical", contents: [button(part.action)] } } : {};
  return { type: "bubble", size: "kilo", hero: { ...picture(part.imageUrl, "square"), action: part.action }, ...action };
}

function confirm(part) {
  return {
    type: "bubble",
    size: "kilo",
    body: { type: "box", layout: "vertical", contents: [{ type: "text", text: part.text, wrap: true }] },
    footer: { type: "box", layout: "horizontal", contents: part.actions.map(button) },
  };
}

function picture(url, ratio) {
  const aspectRatio = ratio === "square" ? "1:1" : "151:100";
  return { type: "image", url, size: "full", aspectMode: "cover", aspectRatio };
}

function button(action) {
  return { type: "button", height: "sm", action };
}
