import { signIn } from "./session.js";

const form = document.getElementById("sign-in");
const problem = document.getElementById("problem");
const button = form.querySelector("button");

// Only a page of ours: an address of another site cannot be smuggled in.
function whereTo() {
  const wanted = new URLSearchParams(location.search).get("to") || "/";
  const url = new URL(wanted, location.origin);
  return url.origin === location.origin ? url.pathname : "/";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.hidden = true;
  button.disabled = true;
  try {
    await signIn(form.elements.name.value, form.elements.password.value);
    location.replace(whereTo());
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
    button.disabled = false;
    form.elements.password.select();
  }
});
