// The page of a case: new messages without a reload, the length of the answer, one click once.
"use strict";

const EVERY = 3000;
const talk = document.getElementById("talk");
const changed = document.getElementById("changed");

function element(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}

function put(line, whole) {
  const old = document.getElementById(`m-${Number(line.id)}`);
  const fresh = old && old.dataset.mark === line.mark ? old : element(line.html);
  if (old && old !== fresh) old.replaceWith(fresh);
  if (whole || !old) talk.append(fresh);
  if (!old) fresh.scrollIntoView({ block: "nearest" });
}

async function ask() {
  const seen = `after=${Number(talk.dataset.last)}&have=${talk.children.length}`;
  const address = `${talk.dataset.poll}?${seen}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (answer.status === 401) return location.reload();
  if (!answer.ok) return undefined;
  const news = await answer.json();
  news.lines.forEach((line) => put(line, news.whole));
  talk.dataset.last = news.last;
  changed.hidden = news.state === talk.dataset.state;
  return undefined;
}

setInterval(() => {
  if (!document.hidden) ask().catch(() => {});
}, EVERY);

const text = document.getElementById("text");
const count = document.getElementById("count");

function showLength() {
  // JavaScript counts as LINE does: in UTF-16 units.
  const most = Number(count.dataset.most);
  count.textContent = `${text.value.length.toLocaleString()} / ${most.toLocaleString()}`;
}

if (text && count) {
  text.addEventListener("input", showLength);
  showLength();
}

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button:not([name])");
    if (button) setTimeout(() => { button.disabled = true; }, 0);
  });
}
