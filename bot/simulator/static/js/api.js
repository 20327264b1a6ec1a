// Talking to the simulator's own endpoints.
import { TEXTS } from "./texts.js";
import { toast } from "./dom.js";

export async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

async function post(path, options) {
  const answer = await fetch(path, { method: "POST", ...options });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error || answer.status);
  return answer.json();
}

/** Posts JSON, says so on the page when it does not work, and returns null then. */
export async function tell(path, body = {}) {
  const options = { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  return post(path, options).catch(complain);
}

export async function upload(path, files, fields = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const file of files) form.append("files", file, file.name);
  return post(path, { body: form }).catch(complain);
}

function complain() {
  toast(TEXTS.failedAct);
  return null;
}
