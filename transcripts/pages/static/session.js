// Who is signed in, and asking the API: every answer is either what was asked for or a problem in words.

export class Problem extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

let csrf = "";

// `keepalive`: it is sent to its end even where the page goes away meanwhile.
export async function ask(method, path, body, { signal, keepalive = false } = {}) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && csrf) headers["X-CSRF-Token"] = csrf;
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      signal,
      keepalive,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, "The service cannot be reached. It is tried again as soon as the network is back.");
  }
  if (answer.status === 204) return null;
  const text = await answer.text();
  let value = null;
  try {
    value = JSON.parse(text);
  } catch {
    value = { error: text.slice(0, 200) };
  }
  if (!answer.ok) throw new Problem(answer.status, value?.error || `The service answered ${answer.status}.`);
  return value;
}

export async function session() {
  const shown = await ask("GET", "/api/v1/session");
  csrf = shown.csrf;
  return shown;
}

export async function signIn(name, password) {
  const shown = await ask("POST", "/api/v1/session", { name, password });
  csrf = shown.csrf;
  return shown;
}

export async function signOut() {
  await ask("DELETE", "/api/v1/session");
  csrf = "";
}

// The signed-in person, or the page to sign in at, which leads back here.
export async function required() {
  try {
    return await session();
  } catch (error) {
    if (error.status !== 401) throw error;
    location.replace(`/sign-in?to=${encodeURIComponent(location.pathname)}`);
    return new Promise(() => {});
  }
}
