// Where very many forms come in, a small sum instead of a wait. Without this file the page works too: one waits.
const form = document.querySelector("[data-sum]");

async function fits(text, bits) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  for (let at = 0; at < bits; at += 8) {
    const left = Math.min(8, bits - at);
    if (digest[at / 8] >> (8 - left) !== 0) return false;
  }
  return true;
}

if (form && crypto.subtle) {
  (async () => {
    for (let number = 0; ; number += 1) {
      if (await fits(form.dataset.sum + number, Number(form.dataset.bits))) {
        form.elements.number.value = number;
        break;
      }
    }
  })();
}
