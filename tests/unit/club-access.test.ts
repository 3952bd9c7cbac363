import { describe, expect, it } from 'vitest';
import { clubAccountOf, clubSlug } from '../../shared/domain/club-access';
import type { ClubAccess } from '../../shared/domain/club-access';

const PRODUCT = { productId: '41', memberAreaUrl: 'https://hotmart.com/it/club/pasta' };
const known = (area: ClubAccess['area'], firstAccessAt: number | null, lastAccessAt: number | null = null) => ({
  area,
  memberFolded: 'giulia@posta.example',
  statusWord: '',
  firstAccessAt,
  lastAccessAt,
});
const pasta = { kind: 'club', slug: 'pasta' } as const;
const pane = { kind: 'club', slug: 'pane' } as const;

describe('what Club data say of an account', () => {
  it.each([
    ['nothing is known', [], null],
    ['he is a member who never entered', [known(pasta, null)], 'never'],
    ['he entered', [known(pasta, 1)], 'entered'],
    ['only his last access is told', [known(pasta, null, 1)], 'entered'],
    ['he entered another area: one account opens them all', [known(pasta, null), known(pane, 1)], 'entered'],
    ['he is a member of another area alone', [known(pane, null)], null],
    ['an event told of his first access', [known({ kind: 'product', productId: '41' }, 1)], 'entered'],
  ] as const)('where %s', (_, rows, says) => {
    expect(clubAccountOf(rows, PRODUCT)).toBe(says);
  });

  it('reads the club of a link, and none of a link elsewhere', () => {
    expect(clubSlug('https://hotmart.com/pt-br/club/Pasta-1/products/2')).toBe('pasta-1');
    expect(clubSlug('https://hotmart.com.example/club/pasta')).toBeNull();
    expect(clubSlug('')).toBeNull();
  });
});
