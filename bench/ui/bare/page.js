'use strict';
// As many rows as the desk keeps in its list, of as many tickets, in plain DOM: what the browser itself needs for the same keys.
const TICKETS = 100_000;
const ROW_PX = 64;
/** Rows beyond the edge, as many as the desk's list has. */
const OVERSCAN = 6;

const list = document.querySelector('.list');
const sheet = document.querySelector('.sheet');
const search = document.querySelector('input');
const rows = new Map();
let selected = 0;
sheet.style.height = `${TICKETS * ROW_PX}px`;

function textOf(index) {
  return `Cliente ${index} · Non ho ricevuto le credenziali ${search.value}`;
}

function draw() {
  const first = Math.max(0, Math.floor(list.scrollTop / ROW_PX) - OVERSCAN);
  const last = Math.min(TICKETS - 1, Math.ceil((list.scrollTop + list.clientHeight) / ROW_PX) + OVERSCAN);
  for (const [index, row] of rows) {
    if (index >= first && index <= last) continue;
    row.remove();
    rows.delete(index);
  }
  for (let index = first; index <= last; index += 1) {
    if (rows.has(index)) continue;
    const row = document.createElement('div');
    row.className = 'row';
    row.setAttribute('role', 'option');
    row.dataset.ticket = `T-${index}`;
    row.style.transform = `translateY(${index * ROW_PX}px)`;
    row.textContent = textOf(index);
    row.setAttribute('aria-selected', String(index === selected));
    sheet.append(row);
    rows.set(index, row);
  }
}

function show(index) {
  rows.get(selected)?.setAttribute('aria-selected', 'false');
  selected = index;
  const top = index * ROW_PX;
  if (top + ROW_PX > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW_PX - list.clientHeight;
  draw();
  rows.get(selected)?.setAttribute('aria-selected', 'true');
  for (const zone of ['conversation', 'case']) {
    const part = document.querySelector(`[data-zone="${zone}"]`);
    part.dataset.ticket = `T-${index}`;
    part.firstElementChild.textContent = textOf(index);
    part.querySelector('p').textContent = `Buongiorno, ho acquistato il corso. ${index}`;
  }
}

window.addEventListener('keydown', (event) => {
  if (event.target.matches('input, textarea')) return;
  if (event.key === 'j') show(selected + 1);
  if (event.key === '1') {
    show(selected + 1);
    document.querySelector('output').textContent = `Reply ${selected}`;
  }
  if (event.key === 'z') show(selected - 1);
});
list.addEventListener('scroll', draw);
search.addEventListener('input', () => {
  for (const [index, row] of rows) row.textContent = textOf(index);
  list.dataset.found = search.value;
});
draw();
show(0);
