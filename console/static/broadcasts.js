// Draws the progress of a broadcast anew while it is being sent; loads the page when it has ended.
"use strict";

const EVERY = 2000;
const part = document.getElementById("progress");

async function ask() {
  const answer = await fetch(part.dataset.poll, { headers: { Accept: "text/html" } });
  if (answer.status === 401) return location.reload();
  if (!answer.ok) return undefined;
  const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = drawn.querySelector(".progress-part");
  if (!fresh) return undefined;
  if (fresh.dataset.stage !== "sending") return location.reload();
  part.replaceChildren(fresh);
  return undefined;
}

if (part && part.dataset.poll) {
  setInterval(() => {
    if (!document.hidden) ask().catch(() => {});
  }, EVERY);
}
