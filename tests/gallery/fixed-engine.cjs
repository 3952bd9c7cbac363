'use strict';
// In place of the engine's entry: the clock first, then the engine.
require('./fixed-clock.cjs');
require(process.env.GALLERY_ENGINE);
