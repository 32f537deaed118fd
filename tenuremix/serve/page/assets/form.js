// How many dwellings, and when it is decided.

const BIG_STEP = 10;

const form = {
  listen() {
    TENURES.forEach((tenure) => {
      const input = byId(`count-${tenure}`);
      const set = (value, hold = null) => {
        const count = Math.max(0, Math.min(MOST_DWELLINGS, value));
        if (count === plotOf(store.now).dwellings[tenure]) return;
        const dwellings = { ...plotOf(store.now).dwellings, [tenure]: count };
        store.change(withPlot(store.now, { dwellings }),
          say("page.step.count", { tenure: say(`page.count.${tenure}`), number: number(count) }), hold);
      };
      const now = () => plotOf(store.now).dwellings[tenure];
      byId(`less-${tenure}`).addEventListener("click", () => set(now() - BIG_STEP));
      byId(`more-${tenure}`).addEventListener("click", () => set(now() + BIG_STEP));
      input.addEventListener("input", () => {
        const text = input.value.replace(/[\s\u00a0\u202f]/g, "");
        const known = /^\d{0,7}$/.test(text) && Number(text) <= MOST_DWELLINGS;
        input.setAttribute("aria-invalid", String(!known));
        if (known) set(Number(text), tenure);
      });
      input.addEventListener("focus", () => input.select());
      input.addEventListener("change", () => { store.held = null; form.render(store.now, { whole: true }); });
      input.addEventListener("keydown", (event) => {
        const by = { ArrowUp: 1, ArrowDown: -1, PageUp: BIG_STEP, PageDown: -BIG_STEP }[event.key];
        if (!by) return;
        event.preventDefault();
        set(now() + by);
        form.render(store.now, { whole: true });
      });
    });
    byId("date").addEventListener("change", () => {
      const { value } = byId("date");
      if (value && value !== store.now.date) {
        store.change({ date: value }, say("page.step.date", { date: dayOf(value) }));
      }
    });
    if (chart.start.around) {
      byId("around").hidden = false;
      byId("radius").addEventListener("change", () => store.change(
        { radius: Number(byId("radius").value) }, say("page.step.radius")));
    }
  },

  render(state, { whole = false } = {}) {
    const { plots } = alternativeOf(state);
    const several = plots.length > 1;
    byId("dwellings-title").textContent = several
      ? say("page.dwellings.of", { number: state.plot + 1 }) : say("page.dwellings");
    TENURES.forEach((tenure) => {
      const input = byId(`count-${tenure}`);
      const count = plotOf(state).dwellings[tenure];
      if (!whole && document.activeElement === input && Number(input.value || 0) === count) return;
      input.value = String(count);
      input.setAttribute("aria-invalid", "false");
    });
    const sum = totalOf(sumOf(alternativeOf(state)));
    byId("sum").textContent = say("page.sum", { number: number(sum) });
    byId("date").value = state.date;
    byId("radius").value = String(state.radius);
    const ended = chart.start.targets.filter(({ last }) => last);
    const days = [...new Set(ended.map(({ last }) => last))];
    const lines = days.length === 1 && ended.length === chart.start.targets.length
      ? [say("page.date.all", { date: dayOf(days[0]), number: ended.length })]
      : ended.map(({ title, last }) => say("page.date.last", { title, date: dayOf(last) }));
    refill(byId("date-help"), quoting(lines.join(" ")));
  },
};
