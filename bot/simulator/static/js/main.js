// Puts the page together and asks the simulator once a second what is new.
import { el, icon, toast } from "./dom.js";
import { get } from "./api.js";
import { Chat } from "./chat.js";
import { People } from "./people.js";
import { TEXTS } from "./texts.js";

const EVERY = 1000;
const phone = document.getElementById("phone");
const people = new People(document.getElementById("people"), (id) => { location.hash = id; });
let chat = null;
let account = null;
let asking = null;
let unreachable = 0;

function chosen() {
  return location.hash.slice(1);
}

function show(everyone) {
  const person = everyone.find(({ id }) => id === chosen());
  document.body.classList.toggle("in-chat", Boolean(person));
  if (chat?.person === person?.id && phone.childElementCount) return;
  chat = person ? new Chat(person, document.body.dataset.account, { refresh, leave: () => { location.hash = ""; } }) : null;
  phone.replaceChildren(chat ? chat.node : el("div.empty", {}, icon("person"), TEXTS.choosePerson));
}

async function ask() {
  const asked = chat;
  const query = asked ? `?person=${asked.person}&since=${asked.version}` : "";
  const state = await get(`/simulator/state${query}`);
  if (account && account !== state.account) location.reload();
  account = state.account;
  people.update(state.people, state.quota, chosen());
  if (state.chat && asked === chat) asked.update(state.chat, state.version);
  const before = chat;
  show(state.people);
  if (chat && chat !== before) await ask();
}

/** Asks now. Calls during a running one wait for it and ask once more. */
async function refresh() {
  while (asking) await asking;
  asking = ask().then(() => { unreachable = 0; }, lost).finally(() => { asking = null; });
  return asking;
}

function lost() {
  unreachable += 1;
  if (unreachable % 10 === 2) toast(TEXTS.offline);
}

addEventListener("hashchange", refresh);
setInterval(() => { if (!asking) refresh(); }, EVERY);
refresh();
