import { useEffect, useState } from 'react';
import { useDesk } from '../desk/desk-context';

/**
 * The `mail:` address under which main serves this document to a frame of opaque origin; null until it does, and for
 * null. The document is given up when it changes or is no longer shown.
 */
export function useParked(html: string | null): string | null {
  const desk = useDesk();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (html === null) return undefined;
    let current: string | null = null;
    let gone = false;
    desk.shell
      .parkMail(html)
      .then((parked) => {
        if (gone) void desk.shell.releaseMail(parked);
        else {
          current = parked;
          setAddress(parked);
        }
      })
      .catch((error: unknown) => desk.complain(error));
    return () => {
      gone = true;
      setAddress(null);
      if (current !== null) void desk.shell.releaseMail(current);
    };
  }, [html, desk]);
  return address;
}
