import { expect, it } from 'vitest';
import { isReplySubject } from '../../shared/domain/reply-subject';
import { bareSubject } from '../../shared/domain/reply-text';

// Outlook, Thunderbird, Apple Mail and the web mailers write these in Italian, English, German, French, Spanish, Portuguese.
it.each(['RE', 'R', 'RIF', 'RES', 'RESP', 'AW', 'RV', 'FW', 'FWD', 'I', 'INOLTRO', 'WG', 'TR', 'ENC'])(
  'the mark of an answer or a forward is known in every language: %s:',
  (mark) => {
    for (const written of [mark, mark.toLowerCase(), `${mark} `, `${mark}[2]`]) {
      expect([written, isReplySubject(`${written}: Accesso`)]).toEqual([written, true]);
      expect([written, bareSubject(`${written}: Re: Accesso`)]).toEqual([written, 'Accesso']);
    }
  },
);

it.each(['Accesso', 'Report: corsi', 'Iscrizione: non entro', 'Trading: corso', 'Refund: yes', 'I corsi: accesso'])(
  'a word that only begins like one is no mark: %s',
  (subject) => {
    expect(isReplySubject(subject)).toBe(false);
    expect(bareSubject(subject)).toBe(subject);
  },
);
