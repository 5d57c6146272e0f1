// Copies, and refreshes the page by itself. Everything else, and everything that acts, works without this file.
"use strict";
document.documentElement.classList.add("scripted");

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(button.previousElementSibling);
    button.textContent = "Press Ctrl+C";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 1500);
});

// Whoever fills in a form, reads an opened text or marks something is left alone.
const atRest = () => {
  const main = document.getElementById("main");
  const held = document.activeElement;
  const inside = held !== main && main.contains(held);
  const touched = [...main.querySelectorAll("input, select")].some((one) =>
    one.type === "checkbox" ? one.checked !== one.defaultChecked
      : one.tagName === "SELECT" ? [...one.options].some((option) => option.selected !== option.defaultSelected)
        : one.value !== one.defaultValue);
  return !document.hidden && !inside && !touched && !main.querySelector("details[open]") && getSelection().isCollapsed;
};

// A sentence is said once: a reload of the page does not ask for it again.
const address = new URL(location.href);
if (address.searchParams.has("note")) {
  address.searchParams.delete("note");
  history.replaceState(null, "", address);
}

const refresh = async () => {
  if (!atRest()) return;
  let answer;
  try {
    answer = await fetch(location.href, { headers: { accept: "text/html" } });
  } catch {
    return;
  }
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!atRest()) return;
  // A sentence that may hold a new key stays until the page is left.
  const note = document.getElementById("note");
  for (const part of ["#main", ".now", ".top nav"]) {
    const sideways = [...document.querySelectorAll(`${part} .scroll`)].map((one) => one.scrollLeft);
    document.querySelector(part).replaceWith(fresh.querySelector(part));
    document.querySelectorAll(`${part} .scroll`).forEach((one, place) => { one.scrollLeft = sideways[place] ?? 0; });
  }
  if (note) document.getElementById("main").prepend(note);
};
if (document.body.dataset.refresh === "on") setInterval(refresh, 3000);
