// Deciding on suggested themes with one key each. Without this script each has its buttons.
const root = document.querySelector("[data-codebook]");
const all = [...root.querySelectorAll("[data-suggestion]")];
const hint = root.querySelector("[data-keys-hint]");
const switched = root.querySelector("[data-keys-on]");
const STORE = "fiftysteps-codebook-keys";
const isWriting = (node) => node.matches("input:not([type=checkbox]), select, textarea");

if (hint) {
  hint.hidden = false;
  switched.checked = localStorage.getItem(STORE) !== "off";
  switched.addEventListener("change", () => localStorage.setItem(STORE, switched.checked ? "on" : "off"));
  // After one was decided the page comes back here, so that the next is at hand.
  if (location.hash === "#suggestions") all[0]?.focus();
}

const press = (one, key) => one.querySelector(`[data-do="${key}"]`)?.click();
const commands = {
  t: (one) => press(one, "t"),
  d: (one) => press(one, "d"),
  r: (one) => one.querySelector("[data-name]").select(),
  m: (one) => one.querySelector("[data-into]")?.focus(),
  j: (one) => (all[all.indexOf(one) + 1] ?? one).focus(),
  k: (one) => (all[all.indexOf(one) - 1] ?? one).focus(),
};

document.addEventListener("keydown", (event) => {
  if (!switched?.checked || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const one = event.target.closest("[data-suggestion]");
  const run = one && commands[event.key];
  if (!run) return;
  event.preventDefault();
  run(one);
});
