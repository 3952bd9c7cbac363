/** An address as short as it can be told from the others: `vendas@`, or the whole where another one begins the same. */
export function mailboxLabel(address: string, all: readonly string[]): string {
  const begin = address.slice(0, address.lastIndexOf('@') + 1);
  const alike = all.filter((other) => other.toLowerCase().startsWith(begin.toLowerCase()));
  return begin !== '' && alike.length < 2 ? begin : address;
}
