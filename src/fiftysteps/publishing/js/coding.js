// Coding by keyboard. Without this script the same form is filled in with Tab and the space bar.
const root = document.querySelector("[data-coding]");
const form = root.querySelector(".coding__form");
const switched = root.querySelector("[data-keys-on]");
const STORE = "fiftysteps-coding-keys";
// Where a key writes a letter, it chooses nothing.
const isWriting = (node) => node.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");

root.querySelector("[data-keys]").hidden = false;
switched.checked = localStorage.getItem(STORE) !== "off";
switched.addEventListener("change", () => localStorage.setItem(STORE, switched.checked ? "on" : "off"));

// The words that are selected in what was said, and not elsewhere on the page.
function getSelected() {
  const chosen = getSelection();
  const words = chosen.toString().trim();
  const from = chosen.anchorNode?.parentElement?.closest("[data-words]");
  return words && from ? words : "";
}

function toggle(box) {
  const words = getSelected();
  box.checked = words ? true : !box.checked;
  if (words) document.getElementById(`words-${box.value}`).value = words.replace(/\s+/g, " ");
  box.focus();
  box.scrollIntoView({ block: "nearest" });
}

const commands = {
  n: () => root.querySelector("[data-none]").click(),
  u: () => root.querySelector("[data-undo]").click(),
  s: () => {
    for (const box of form.querySelectorAll("[data-suggested]")) box.checked = true;
  },
  Enter: () => root.querySelector("[data-save]").click(),
};

document.addEventListener("keydown", (event) => {
  if (!switched.checked || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  // On a link, a button or a summary the Enter key does what it always does.
  if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
  const box = form.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const run = commands[event.key] ?? (box && (() => toggle(box)));
  if (!run) return;
  event.preventDefault();
  run();
});
