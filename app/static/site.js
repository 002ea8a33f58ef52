// Makes pages smoother; every page works without it.
(() => {
  "use strict";

  const focusSummary = (root) => root.querySelector("[data-focus]")?.focus();

  const announce = (words) => {
    const place = document.getElementById("announce");
    if (place && words) place.textContent = words;
  };

  // A second press within five seconds sends nothing; a download or a lost reply may be tried again after that.
  const sendOnce = (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => sendAgain(form), 5000);
  };

  const sendAgain = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  };

  const copy = async (button) => {
    const source = document.querySelector(button.dataset.copy);
    if (!source) return;
    await navigator.clipboard.writeText(source.textContent.trim());
    announce(button.dataset.copied);
    button.textContent = button.dataset.copied;
  };

  const offerCopy = (root) => {
    if (!navigator.clipboard) return;
    root.querySelectorAll("[data-copy]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => copy(button));
    });
  };

  const withToken = (event) => {
    const token = document.querySelector('meta[name="csrf-token"]')?.content;
    if (token) event.detail.headers["X-CSRFToken"] = token;
  };

  const swapped = (event) => {
    const part = event.detail.elt;
    offerCopy(part);
    focusSummary(part);
    announce((part.closest("[data-announce]") || part.querySelector("[data-announce]"))?.dataset.announce);
  };

  document.addEventListener("DOMContentLoaded", () => {
    focusSummary(document);
    offerCopy(document);
    document.addEventListener("submit", sendOnce);
    document.addEventListener("htmx:configRequest", withToken);
    document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && swapped(event));
    document.addEventListener("htmx:afterRequest", (event) => {
      const form = event.detail.elt.closest("form");
      if (form) sendAgain(form);
      if (event.detail.failed) announce(document.body.dataset.failed);
    });
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(sendAgain));
})();
