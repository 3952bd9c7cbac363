/** What Hotmart Club knows of one member of one members area. */
export type ClubAccess = {
  readonly area: ClubArea;
  /** Folded address of the member. */
  readonly memberFolded: string;
  /** Hotmart's own word (ACTIVE, BLOCKED, BLOCKED_BY_OWNER, OVERDUE); '' where the source gives none. */
  readonly statusWord: string;
  /** Epoch ms; null: never, or the source does not say. */
  readonly firstAccessAt: number | null;
  readonly lastAccessAt: number | null;
};

/** An event names the product, the API the area by its slug in hotmart.com/club/<slug>. */
export type ClubArea =
  { readonly kind: 'product'; readonly productId: string } | { readonly kind: 'club'; readonly slug: string };

/**
 * What Club data say of a buyer's account: `entered` where he was in any members area (one account opens them all,
 * article A5 and A7), `never` where he is a member of this product's area and was seen in none; null where they say
 * nothing. That Club does not know him proves nothing: he may have another address there.
 */
export function clubAccountOf(
  known: readonly ClubAccess[],
  product: { readonly productId: string; readonly memberAreaUrl: string },
): 'entered' | 'never' | null {
  if (known.some((one) => one.firstAccessAt !== null || one.lastAccessAt !== null)) return 'entered';
  return known.some(({ area }) => isAreaOf(area, product)) ? 'never' : null;
}

/** Whether this is the members area of the product: by its id, or by the club that its link names. */
export function isAreaOf(
  area: ClubArea,
  product: { readonly productId: string; readonly memberAreaUrl: string },
): boolean {
  return area.kind === 'product' ? area.productId === product.productId : area.slug === clubSlug(product.memberAreaUrl);
}

/** One text for an area, as a key: `product:<id>` or `club:<slug>`. */
export function areaKey(area: ClubArea): string {
  return area.kind === 'product' ? `product:${area.productId}` : `club:${area.slug}`;
}

/** The slug of a members-area link (`https://hotmart.com/<language>/club/<slug>/…`); null for any other link. */
export function clubSlug(memberAreaUrl: string): string | null {
  let url: URL;
  try {
    url = new URL(memberAreaUrl);
  } catch {
    // No link at all: that is the answer.
    return null;
  }
  const host = url.hostname.toLowerCase();
  if (host !== 'hotmart.com' && !host.endsWith('.hotmart.com')) return null;
  return /\/club\/([a-z0-9][a-z0-9_-]*)/i.exec(url.pathname)?.[1]?.toLowerCase() ?? null;
}
