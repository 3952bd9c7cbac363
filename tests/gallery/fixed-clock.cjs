'use strict';
// Read before the desk's own program (main, engine): the time stands still at GALLERY_NOW (epoch ms). Timers go on.
const now = Number(process.env.GALLERY_NOW);
const { Date: RealDate } = globalThis;
RealDate.now = () => now;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now] : given, newTarget),
});
