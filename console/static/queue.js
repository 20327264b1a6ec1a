// Marks rows with new messages and says when there is something new, without a reload.
"use strict";

const EVERY = 5000;
const banner = document.getElementById("news");

function mark(ids) {
  for (const id of ids) {
    const row = document.querySelector(`tr[data-case="${Number(id)}"]`);
    if (row) row.classList.add("has-new");
  }
}

function shown(ids) {
  return ids.every((id) => document.querySelector(`tr[data-case="${Number(id)}"]`));
}

async function ask() {
  const answer = await fetch(banner.dataset.poll, { headers: { Accept: "application/json" } });
  if (answer.status === 401) return location.reload();
  if (!answer.ok) return undefined;
  const news = await answer.json();
  mark(news.heard);
  banner.hidden = news.moved.length === 0 && shown(news.heard);
  return undefined;
}

setInterval(() => {
  if (!document.hidden) ask().catch(() => {});
}, EVERY);
