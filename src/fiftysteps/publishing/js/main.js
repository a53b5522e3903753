// Everything works without this file. It only helps: it marks where you are on a step's line, closes the menu with
// Escape, moves to the list of errors, and unfolds folded text for print.

const rail = document.querySelector("[data-rail]");

if (rail && "IntersectionObserver" in window) {
  const links = new Map([...rail.querySelectorAll("a[href^='#']")].map((link) => [link.hash.slice(1), link]));
  const mark = (id) => links.forEach((link, key) => (key === id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  // A node counts as read while it crosses a band below the top of the window.
  const watcher = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => mark(entry.target.id)), { rootMargin: "-15% 0px -75% 0px" });
  links.forEach((_, id) => {
    const node = document.getElementById(id);
    if (node) watcher.observe(node);
  });
}

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".site-menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.querySelector("[data-error-summary]")?.focus();

window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details:not([open]):not(.site-menu, .stays-folded)").forEach((details) => {
    details.open = true;
    details.dataset.unfolded = "";
  });
});

window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-unfolded]").forEach((details) => {
    details.open = false;
    delete details.dataset.unfolded;
  });
});
