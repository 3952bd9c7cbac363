import { Modal, createTheme } from '@mantine/core';

/**
 * Only what components decide in code; every colour and size is a variable in theme.css. `lockScroll` is off because
 * it would write a style tag, which the page's CSP forbids, and the desk's body never scrolls anyway.
 */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  cursorType: 'pointer',
  defaultRadius: 'md',
  components: {
    Modal: Modal.extend({
      defaultProps: { lockScroll: false, centered: true, transitionProps: { duration: 120 }, radius: 'lg' },
    }),
  },
});
