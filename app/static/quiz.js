// Counts the time down that the server has said is left; when it is over, the server says so too.
(() => {
  "use strict";

  document.addEventListener("DOMContentLoaded", () => {
    const clock = document.querySelector(".quiz-clock");
    const shown = clock?.querySelector("b");
    if (!shown) return;
    const until = performance.now() + Number(clock.dataset.left) * 1000;
    const SOON = 60;
    let told = Number(clock.dataset.left) <= SOON;

    const tick = () => {
      const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
      shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      clock.classList.toggle("soon", left <= SOON);
      if (left <= SOON && !told) {
        told = true;
        document.getElementById("announce").textContent = clock.dataset.soon;
      }
      if (left > 0) return;
      clearInterval(timer);
      // answers that are on their way are still taken for three seconds
      setTimeout(() => location.assign(clock.dataset.over), 4000);
    };
    const timer = setInterval(tick, 500);
    tick();
  });
})();
