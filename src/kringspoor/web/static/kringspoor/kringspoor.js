/* What a page does faster with a script. Without it everything still works. */
"use strict";
{
  const KEPT = "kringspoor.keys";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const keys = document.getElementById("keys");
  const kept = {
    get off() { try { return localStorage.getItem(KEPT) === "off"; } catch { return false; } },
    set off(value) { try { localStorage.setItem(KEPT, value ? "off" : "on"); } catch { /* a private window keeps nothing */ } },
  };

  const rows = () => all("[data-rows] > *").filter((row) => row.offsetParent !== null);
  const here = () => document.activeElement.closest("[data-rows] > *");
  const step = (by) => {
    const list = rows();
    const at = list.indexOf(here());
    const row = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by];
    const target = row?.querySelector("a[href], button");
    target?.focus();
    return Boolean(target);
  };
  const choose = () => {
    const box = here()?.querySelector(".pick input");
    box?.click();
    return Boolean(box);
  };
  const open = () => {
    const link = here()?.querySelector("a[href]");
    link?.click();
    return Boolean(link);
  };
  const search = () => {
    const field = document.getElementById("search");
    field?.focus();
    field?.select();
    return Boolean(field);
  };
  const help = () => {
    keys?.showModal();
    return Boolean(keys);
  };
  const acts = { "/": search, "?": help, j: () => step(1), k: () => step(-1), x: choose, o: open };

  const isTyping = (element) =>
    element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio])");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (kept.off || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (Object.hasOwn(acts, event.key) && acts[event.key]()) event.preventDefault();
  });

  /* How many rows are chosen, in each form that can do something with them. */
  const boxes = (form) => all("[data-rows] .pick input", form);
  const count = (form) => {
    const every = form.querySelector("[data-every]");
    const chosen = every?.checked ? every.dataset.every : boxes(form).filter((box) => box.checked).length;
    all("[data-chosen]", form).forEach((place) => { place.textContent = chosen; });
    const ticked = boxes(form).filter((box) => box.checked).length;
    all("[data-all]", form).forEach((box) => {
      box.checked = ticked > 0 && ticked === boxes(form).length;
      box.indeterminate = ticked > 0 && !box.checked;
    });
  };
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-keys]")) kept.off = !target.checked;
    if (target.matches("[data-all]")) boxes(target.form).forEach((box) => { box.checked = target.checked; });
    if (target.form && target.closest(".pick, .selection")) count(target.form);
  });

  document.addEventListener("click", ({ target }) => {
    const opener = target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  });

  /* An address says only what is asked: a field that is left open stays out of it. */
  document.addEventListener("formdata", ({ target, formData }) => {
    if (target.method !== "get") return;
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });

  /* One press, one act: a second press of the same button within three seconds is a slip. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 3000);
  });

  /* A menu that is longer than its place shows where one is; the page itself stays. */
  const bring = (link) => {
    const menu = link.closest(".rail, .places");
    const [one, all] = [link.getBoundingClientRect(), menu.getBoundingClientRect()];
    menu.scrollBy(one.left + one.width / 2 - all.left - all.width / 2, Math.max(0, one.bottom + 16 - all.bottom));
  };

  const ready = () => {
    all("[data-scripted]").forEach((element) => { element.hidden = false; });
    all("[data-keys]").forEach((box) => { box.checked = !kept.off; });
    all("form:has([data-rows])").forEach(count);
  };
  ready();
  all(":is(.rail ul ul, .places) [aria-current]").forEach(bring);
  document.querySelector("[data-focus]")?.focus({ preventScroll: true });
  window.addEventListener("pageshow", (event) => { if (event.persisted) ready(); });
  document.addEventListener("htmx:afterSwap", ready);
}
