/** Who wrote the mails of the bench: names that hundreds share, an address and a purchase number of each one's own. */

const FIRST =
  'Anna Marco Giulia Luca João Maria Pedro Beatriz José Lucía Carlos Elena Paolo Chiara Ana Rafael Inês Tiago Carmen Diego Sara Matteo Laura Bruno Rosa Andrea Clara Pablo Marta Nuno'.split(
    ' ',
  );
const LAST =
  'Rossi Bianchi Ferrari Russo Silva Santos Oliveira Souza García Martínez López Sánchez Costa Pereira Almeida Romano Gallo Conti Marino Greco Gomes Ribeiro Carvalho Torres Ramírez Vargas Moreno Ortega Navarro Esposito Colombo Ricci Barbieri Lopes Fernandes Rocha Dias Mendes Castro Reyes'.split(
    ' ',
  );

/** First and last name of the sender of the mail with this number. */
export function nameOf(index: number): string {
  const spread = Math.imul(index, 2_654_435_761) >>> 0;
  return `${FIRST[spread % FIRST.length] ?? ''} ${LAST[Math.floor(spread / FIRST.length) % LAST.length] ?? ''}`;
}

export function senderOf(index: number): string {
  const local = nameOf(index)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(' ', '.');
  return `${local}.${String(index)}@mail-${String(index % 20)}.example`;
}

export function numberOf(index: number): string {
  return `HP${String(3_000_000_000 + index * 37)}`;
}
