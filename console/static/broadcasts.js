// Draws the progress of a broadcast anew while it is sent; loads the page when it begins or ends.
"use strict";

const EVERY = 2000;
const part = document.getElementById("progress");

async function ask() {
  const answer = await fetch(part.dataset.poll, { headers: { Accept: "application/json" } });
  if (answer.status === 401) return location.reload();
  if (!answer.ok) return undefined;
  const news = await answer.json();
  if (news.stage !== part.dataset.stage) return location.reload();
  if (news.stage === "approved") return undefined;
  const drawn = new DOMParser().parseFromString(news.html, "text/html");
  part.replaceChildren(...drawn.body.childNodes);
  return undefined;
}

if (part && part.dataset.poll) {
  setInterval(() => {
    if (!document.hidden) ask().catch(() => {});
  }, EVERY);
}
