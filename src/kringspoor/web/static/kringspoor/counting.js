/* Counting without waiting: each label is kept here first, and sent when the site can be reached.
   Without this script every label is a page of its own, and counts just the same. */
"use strict";
{
  const form = document.querySelector("[data-scan]");
  const field = form.querySelector("input[name=scanned]");
  const list = document.querySelector("[data-seen]");
  const pattern = document.querySelector("[data-row]").content.firstElementChild;
  const note = document.querySelector("[data-queue]");
  const tally = document.querySelector("[data-tally] b");
  const icons = document.querySelector(".icon use").getAttribute("href").split("#")[0];
  const KEY = `kringspoor.seen.${form.dataset.key}`;
  const AT_ONCE = 50, SHOWN = 12, AGAIN_MS = 5000, SAME_MS = 3000, LOOK_MS = 200;
  const rows = new Map();

  /* What waits is kept in the browser: closing it, or losing the connection, loses nothing. */
  let waiting = [];
  try { waiting = JSON.parse(localStorage.getItem(KEY)) ?? []; } catch { waiting = []; }
  let isKept = true;
  const keep = () => {
    try { localStorage.setItem(KEY, JSON.stringify(waiting)); isKept = true; } catch { isKept = false; }
  };

  const show = (one) => {
    const row = rows.get(one.client_id) ?? pattern.cloneNode(true);
    rows.set(one.client_id, row);
    const badge = row.querySelector(".badge");
    badge.className = `badge ${one.level}`;
    badge.innerHTML = `<svg class="icon" aria-hidden="true" focusable="false"><use></use></svg>`;
    badge.querySelector("use").setAttribute("href", `${icons}#${one.level}`);
    badge.append(one.words);
    const name = document.createElement(one.url ? "a" : "span");
    name.textContent = one.tag;
    if (one.url) name.href = one.url;
    row.querySelector("b").replaceChildren(name);
    row.querySelector("[data-name]").textContent = one.name ?? "";
    row.querySelector("[data-place]").textContent = one.place ?? "";
    if (!row.isConnected) list.prepend(row);
    while (list.children.length > SHOWN) list.lastElementChild.remove();
  };
  const shown = (one) => show({ ...one, tag: one.scanned, level: "info", words: form.dataset.waits });
  const say = (words) => {
    note.hidden = !waiting.length && isKept;
    note.textContent = isKept ? `${words} ${waiting.length}` : form.dataset.full;
  };

  /* Labels of one place go together; each carries its own key, so that none counts twice. */
  const parcel = () => waiting
    .filter((each) => each.site === waiting[0].site && each.place === waiting[0].place)
    .slice(0, AT_ONCE);
  const post = (some) => fetch(form.dataset.url, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    body: JSON.stringify({ site: some[0].site, place: some[0].place, seen: some }),
  });
  const drop = (some) => {
    const gone = new Set(some.map((each) => each.client_id));
    waiting = waiting.filter((each) => !gone.has(each.client_id));
    keep();
  };
  const reason = async (answer) => {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = page.querySelector(".refusal h2") ?? page.querySelector("h1");
    return told?.textContent.trim() ?? `${answer.status}`;
  };

  /* One parcel; whether to go on at once. */
  const send = async (some) => {
    const answer = await post(some);
    if (answer.type === "opaqueredirect" || answer.status === 0) {
      say(form.dataset.signedOut);
      return false;
    }
    if (answer.ok) {
      const told = await answer.json();
      drop(some);
      told.seen.forEach(show);
      tally.textContent = told.tally;
      return true;
    }
    if (answer.status >= 500) return false;
    if (some.length > 1) {  // one of them is not taken: the others must not wait for it
      for (const each of some) if (!(await send([each]))) return false;
      return true;
    }
    const words = await reason(answer);
    if (answer.status !== 400) { say(words); return false; }  // may be mended: the count opened again
    drop(some);
    show({ ...some[0], tag: some[0].scanned, level: "bad", words });
    return true;
  };

  let isSending = false;
  const flush = async () => {
    if (isSending || !waiting.length) return;
    isSending = true;
    try {
      say(form.dataset.sending);
      while (waiting.length && (await send(parcel())));
      if (!waiting.length) say("");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;  // fetch says so when nothing can be reached
      say(form.dataset.offline);
    } finally {
      isSending = false;
    }
  };

  const key = () => crypto.randomUUID?.()
    ?? [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  const see = (scanned, source) => {
    const sighting = {
      scanned, source, client_id: key(), at: new Date().toISOString(),
      site: form.dataset.site, place: form.dataset.place,
    };
    waiting.push(sighting);
    keep();
    shown(sighting);
    flush();
  };

  /* A scanner types faster than any hand and presses Enter. */
  let first = 0;
  field.addEventListener("input", () => { if (field.value.length <= 1) first = performance.now(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const scanned = field.value.trim();
    if (scanned) see(scanned, (performance.now() - first) / scanned.length < 30 ? "usb" : "typed");
    field.value = "";
    field.focus();
  });

  /* The camera, where the browser reads codes by itself. */
  const camera = form.querySelector("[data-camera]");
  const video = form.querySelector("[data-video]");
  const WANTED = ["qr_code", "data_matrix", "code_128", "code_39", "ean_13"];
  let stream = null;
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
    camera.querySelector("span").textContent = camera.dataset.off;
  };
  const look = async (detector, last) => {
    if (!stream) return;
    const [code] = video.readyState >= 2 ? await detector.detect(video) : [];
    const isNew = code && (code.rawValue !== last.text || performance.now() - last.at > SAME_MS);
    if (isNew) {
      see(code.rawValue, "camera");
      navigator.vibrate?.(60);
    }
    const now = code ? { text: code.rawValue, at: performance.now() } : last;
    setTimeout(() => look(detector, now), LOOK_MS);
  };
  const start = async () => {
    const known = await BarcodeDetector.getSupportedFormats();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;  // refused, or there is none
      form.querySelector("[data-camera-refused]").hidden = false;
      return;
    }
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    camera.querySelector("span").textContent = camera.dataset.on;
    look(new BarcodeDetector({ formats: WANTED.filter((each) => known.includes(each)) }), { text: "", at: 0 });
  };
  const canLook = "BarcodeDetector" in window && navigator.mediaDevices;
  camera.hidden = !canLook;
  form.querySelector("[data-no-camera]").hidden = Boolean(canLook);
  camera.addEventListener("click", () => (stream ? stop() : start()));
  addEventListener("pagehide", stop);

  waiting.forEach(shown);
  addEventListener("online", flush);
  setInterval(flush, AGAIN_MS);
  flush();
}
